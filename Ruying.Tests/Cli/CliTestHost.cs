using Ruying.Cli;
using Ruying.Cli.Output;
using Ruying.Pipeline;

namespace Ruying.Tests.Cli;

/// <summary>Runs the command line in this process and keeps what it printed.</summary>
internal sealed class CliTestHost : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public CliTestHost() => Host = new CliHost
    {
        Out = _out,
        Error = _error,
        CacheFolder = Path.Combine(Folder, "cache"),
        ModelsFolder = Path.Combine(Folder, "models"),
        CreatePipeline = options => Pipeline(options),
    };

    public string Folder { get; } = Directory.CreateTempSubdirectory("ruying-cli-").FullName;

    public CliHost Host { get; }

    public Func<PipelineOptions, RuyingPipeline> Pipeline { get; set; } = options => new RuyingPipeline(options);

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>A file that exists; no verb of these tests gets as far as reading it.</summary>
    public string File(string name)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, "not a video");
        return path;
    }

    public Task<int> RunAsync(params string[] args) => RuyingCommandLine.RunAsync(args, Host, CancellationToken.None);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
