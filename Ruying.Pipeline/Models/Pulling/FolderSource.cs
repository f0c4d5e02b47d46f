namespace Ruying.Pipeline.Models.Pulling;

/// <summary>A mirror that is a folder.</summary>
/// <param name="folder">It has the files at their paths.</param>
internal sealed class FolderSource(string folder) : IModelSource
{
    public string Where(AvailableFile file) => Path.Combine([folder, .. file.Path.Split('/')]);

    public async Task FetchAsync(AvailableFile file, string path, Action<long> received, CancellationToken cancellationToken)
    {
        var from = Where(file);
        try
        {
            var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            await using (source.ConfigureAwait(false))
            {
                ReceivedFile.RequireSize(file, source.Length, whole: true);
                var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
                await using (target.ConfigureAwait(false))
                {
                    await ReceivedFile.CopyAsync(file, source, target, received, null, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EnvironmentException("model.download_failed", $"The mirror has no {from}: copy it there, or choose another mirror (RUYING_MODEL_MIRROR).", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EnvironmentException("model.download_failed", $"{from} cannot be read: {e.Message}", e);
        }
    }
}
