using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Settings;
using Ruying.Pipeline;

namespace Ruying.Api.Admin;

/// <summary>The service's own parts, wired but not started, for verbs that work on its data folder beside it.</summary>
internal static class AdminService
{
    /// <summary>The data folder that the settings name.</summary>
    /// <param name="folder">Another one; null takes the settings'.</param>
    public static string DataFolder(string? folder)
    {
        using var app = Wire(folder);
        return Path.GetFullPath(app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.DataFolder);
    }

    /// <summary>The parts, on a data folder that is there.</summary>
    /// <exception cref="EnvironmentException"><c>data.missing</c>, or what <see cref="SettingsCheck.Require"/> throws.</exception>
    public static WebApplication Open(string? folder)
    {
        // Looked at first: the parts would make the folder.
        var data = DataFolder(folder);
        return UsesPostgres(folder) || File.Exists(Path.Combine(data, "ruying.db"))
            ? Wire(folder)
            : throw new EnvironmentException("data.missing", $"{data} is no data folder of the service; set RUYING_DATA or --data to the one meant.");
    }

    /// <summary>The parts, on the data folder that the settings name; it is made where it is not there.</summary>
    /// <param name="folder">Another one; null takes the settings'.</param>
    /// <exception cref="EnvironmentException">What <see cref="SettingsCheck.Require"/> throws.</exception>
    public static WebApplication Wire(string? folder = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            Args = folder is null ? [] : [$"--{SettingsCheck.Section}:{nameof(ServiceOptions.DataFolder)}", folder],
        });
        SettingsCheck.Require(builder.Configuration);
        builder.AddRuying();

        // The verb's own words are enough, and stdout is for them.
        builder.Logging.AddFilter<ConsoleLoggerProvider>((_, level) => level >= LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }

    private static bool UsesPostgres(string? folder)
    {
        using var app = Wire(folder);
        return app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.Database == DatabaseSetup.Postgres;
    }
}
