using Ruying.Api.Problems;

namespace Ruying.Api.Uploads.Tus;

/// <summary>Opens the bytes of unfinished uploads for one at a time.</summary>
internal static class PartialFiles
{
    /// <summary>The request before may be ending: a connection that broke is noticed within moments.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Retry = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RequestException"><c>upload.locked</c>.</exception>
    public static async Task<PartialFile> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            if (PartialFile.TryOpen(path) is { } file)
            {
                return file;
            }

            if (time.GetElapsedTime(start) >= Patience)
            {
                throw new RequestException(StatusCodes.Status423Locked, "upload.locked", "Another request is sending bytes of this upload; wait until it has ended.");
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }
}
