using System.Net;

namespace Ruying.Api.Security;

/// <summary>Unless told otherwise only this machine reaches the service.</summary>
internal static class LoopbackBinding
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Listens on the loopback address when no address is set. As long as only loopback addresses are listened on, only their
    /// names are answered, so that a foreign name made to point here (DNS rebinding) gets nothing.
    /// </summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var elsewhere = !string.IsNullOrEmpty(configuration["http_ports"]) || !string.IsNullOrEmpty(configuration["https_ports"])
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        var urls = configuration["urls"];
        if (string.IsNullOrEmpty(urls) && !elsewhere)
        {
            urls = DefaultUrl;
            builder.WebHost.UseUrls(urls);
        }

        var loopback = !elsewhere && urls!.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsLoopback);
        builder.Services.AddSingleton(new Exposure(loopback));
        if (loopback && string.IsNullOrEmpty(configuration["AllowedHosts"]))
        {
            configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        }
    }

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url.Trim()).Host;
        return host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
