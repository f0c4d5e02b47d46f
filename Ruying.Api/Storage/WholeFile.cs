namespace Ruying.Api.Storage;

/// <summary>Files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes all that a stream gives to a new file and then gives it its name.</summary>
    /// <param name="from">The bytes.</param>
    /// <param name="path">The file.</param>
    /// <param name="isKept">Whether it must survive a loss of power, as what can be brought again need not.</param>
    /// <param name="cancellationToken">Stops; then there is no file.</param>
    public static async Task WriteAsync(Stream from, string path, bool isKept, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var to = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                await from.CopyToAsync(to, 1 << 17, cancellationToken);
                to.Flush(flushToDisk: isKept);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
