using Ruying.Api.Storage;
using Ruying.Pipeline.Media;

namespace Ruying.Api.Videos;

/// <summary>A still and the sound of finished videos, made when somebody first asks.</summary>
public sealed class VideoParts(VideoService videos, IFileStore store, DataFolder data) : IDisposable
{
    private const double StillSeconds = 0.5;
    private const int StillPixels = 640;

    // A page of videos asks for all its stills at once.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The name of a video's still, which is kept.</summary>
    /// <exception cref="Problems.RequestException"><c>video.unknown</c>, or <c>video.not_ready</c>.</exception>
    public async Task<string> RequireStillAsync(string id, CancellationToken cancellationToken)
    {
        var (name, video) = await videos.OpenAsync(id, cancellationToken);
        var still = StoreNames.Still(video.Id);
        if (await store.FindAsync(still, cancellationToken) is not null)
        {
            return still;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await store.FindAsync(still, cancellationToken) is null)
            {
                using var folder = new Scratch(data);
                var made = folder.File("still.jpg");
                await Pipeline.Media.VideoParts.WriteStillAsync(await store.BringAsync(name, folder.File(Path.GetFileName(name)), cancellationToken), made, StillSeconds, StillPixels, cancellationToken);
                await store.MoveAsync(made, still, cancellationToken);
            }

            return still;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A video's sound alone, with its media type and the file's extension.</summary>
    /// <returns>A stream to read and dispose; nothing is kept.</returns>
    /// <exception cref="Problems.RequestException"><c>video.unknown</c>, or <c>video.not_ready</c>.</exception>
    public async Task<(Stream Sound, string ContentType, string Extension, VideoResponse Video)> OpenSoundAsync(string id, CancellationToken cancellationToken)
    {
        var (name, video) = await videos.OpenAsync(id, cancellationToken);
        var isWebM = Path.GetExtension(name) == ".webm";
        using var folder = new Scratch(data);
        var made = folder.File("sound");
        await Pipeline.Media.VideoParts.WriteSoundAsync(
            await store.BringAsync(name, folder.File(Path.GetFileName(name)), cancellationToken), made, isWebM ? VideoFormat.WebM : VideoFormat.Mp4, cancellationToken);

        // It is gone from the disk when the stream is closed, whatever happens to us.
        return (File.OpenRead(made), isWebM ? "audio/ogg" : "audio/mp4", isWebM ? ".ogg" : ".m4a", video);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>A folder of what can be made again, gone when it is left.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly string _folder;

        public Scratch(DataFolder data)
        {
            _folder = Path.Combine(data.Cache, $"parts-{Guid.NewGuid():N}");
            Directory.CreateDirectory(_folder);
        }

        public string File(string name) => Path.Combine(_folder, name);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
