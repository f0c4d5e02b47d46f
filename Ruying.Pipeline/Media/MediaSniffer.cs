namespace Ruying.Pipeline.Media;

/// <summary>
/// Tells a media file by its first bytes, never by its name, before ffmpeg sees it: left to guess, ffmpeg would follow
/// a playlist or a concat list to other files and hosts.
/// </summary>
public static class MediaSniffer
{
    private const int Head = 600;

    /// <summary>Looks at the first bytes of a file.</summary>
    /// <param name="path">Any file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The container, or null when it is none that this library reads.</returns>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    public static async Task<MediaContainer?> SniffAsync(string path, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path))
        {
            throw new FootageException("file.missing", $"There is no file at {path}: check the name and try again.");
        }

        var head = new byte[Head];
        await using var file = File.OpenRead(path);
        var length = await file.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Sniff(head.AsSpan(0, length));
    }

    /// <summary>Tells a container by its first bytes.</summary>
    /// <param name="head">The first bytes, 600 or all that there are.</param>
    /// <returns>The container, or null when it is none that this library reads.</returns>
    public static MediaContainer? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        _ when IsQuickTime(head) => new("mp4", "mov", HoldsVideo: true),
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => new("matroska", "matroska", HoldsVideo: true),
        _ when IsRiff(head, "AVI "u8) => new("avi", "avi", HoldsVideo: true),
        _ when head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xBA]) => new("mpeg", "mpeg", HoldsVideo: true),
        _ when IsTransportStream(head) => new("mpegts", "mpegts", HoldsVideo: true),
        _ when IsRiff(head, "WAVE"u8) => new("wav", "wav", HoldsVideo: false),
        _ when head.StartsWith("fLaC"u8) => new("flac", "flac", HoldsVideo: false),
        _ when head.StartsWith("OggS"u8) => new("ogg", "ogg", HoldsVideo: false),
        _ when head.StartsWith("ID3"u8) || IsMp3Frame(head) => new("mp3", "mp3", HoldsVideo: false),
        _ => null,
    };

    private static bool IsQuickTime(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8)
        {
            return false;
        }

        var size = (head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3];
        var box = head.Slice(4, 4);
        return box.SequenceEqual("ftyp"u8)
            ? size is >= 8 and < 4096
            : (size is 0 or 1 or >= 8 || size < 0)
                && (box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("wide"u8)
                    || box.SequenceEqual("free"u8) || box.SequenceEqual("skip"u8));
    }

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) && head.Slice(8, 4).SequenceEqual(form);

    // Packets of 188 bytes that begin with 0x47; cameras put a time code of 4 bytes before each.
    private static bool IsTransportStream(ReadOnlySpan<byte> head) => IsPacketed(head, 0, 188) || IsPacketed(head, 4, 192);

    private static bool IsPacketed(ReadOnlySpan<byte> head, int offset, int packet) =>
        head.Length > offset + (2 * packet)
        && head[offset] == 0x47 && head[offset + packet] == 0x47 && head[offset + (2 * packet)] == 0x47;

    // Sync word, any version but the reserved one, layer III, a bit rate and a sample rate that exist.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head.Length > 3 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[1] & 0x18) != 0x08
        && (head[2] >> 4) is > 0 and < 15 && (head[2] & 0x0C) != 0x0C;
}
