using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Jobs;

namespace Ruying.Api.Servers;

/// <summary>Who this process is among all that share the tables.</summary>
public sealed class ThisServer
{
    private readonly Lazy<string?> _device;

    public ThisServer(IOptions<ServiceOptions> options, IServiceProvider services)
    {
        Role = options.Value.Role;
        _device = new(() => Role == ServerRole.Web ? null : services.GetRequiredService<IPipeline>().Device);
    }

    public string Id { get; } = $"{Environment.MachineName}-{Guid.NewGuid():N}"[..Math.Min(Environment.MachineName.Length + 9, 60)];

    public ServerRole Role { get; }

    /// <summary>What its networks run on; null where it runs none.</summary>
    /// <exception cref="Pipeline.ModelException"><c>model.device</c>: CUDA was asked for and is not there.</exception>
    public string? Device => _device.Value;
}
