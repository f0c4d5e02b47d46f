namespace Ruying.Tests.Api;

/// <summary>A data folder and a double for each test.</summary>
public abstract class ServiceTest : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("ruying-api-").FullName;

    internal PipelineDouble Pipeline { get; } = new();

    internal ServiceHost Host(params (string Key, string Value)[] settings) => new(Folder, Pipeline, settings);

    internal string[] Files(string below) => Directory.GetFileSystemEntries(Path.Combine(Folder, below));

    internal static Uri At(string address) => new(address, UriKind.Relative);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
