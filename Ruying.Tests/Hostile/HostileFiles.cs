using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;

namespace Ruying.Tests.Hostile;

/// <summary>Files as somebody with bad intentions would send them, all called <c>.mp4</c>.</summary>
internal sealed class HostileFiles(TempFolder folder, int port)
{
    private const uint All = 0xFFFFFFFF;
    private const string Wide = "30000-pixels";

    private static readonly Dictionary<string, Func<string, byte[]>> Written = new()
    {
        ["playlist"] = url => Text($"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}a.ts\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
        ["concat-list"] = url => Text($"ffconcat version 1.0\nfile '/etc/passwd'\nfile '{url}a.mp4'\n"),
        ["session-description"] = url => Text($"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\na=control:{url}\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"),
        ["stream-manifest"] = url => Text($"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>{url}</BaseURL></MPD>"),
        ["image-with-reference"] = url => Text($"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"{url}a.png\"/></svg>"),
        ["page"] = url => Text($"<!doctype html><script src=\"{url}a.js\"></script>"),
        ["quicktime-link"] = url => Mp4Boxes.Box("moov", Mp4Boxes.Box("rmra", Mp4Boxes.Box("rmda", Mp4Boxes.Box("rdrf", new byte[4], Text("url "), [0, 0, 0, 40], Text(url.PadRight(40, '\0')))))),
        ["archive"] = _ => Zip(),
        ["pickle"] = _ => Text("\u0080\u0004cos\nsystem\n(S'id'\ntR."),
        ["program"] = _ => [.. Text("MZ\u0090\0\u0003"), .. new byte[600]],
        ["linux-program"] = _ => [.. Text("\u007FELF\u0002\u0001\u0001"), .. new byte[600]],
        ["script"] = _ => Text("#!/bin/sh\nid\n"),
        ["picture"] = _ => [0x89, .. Text("PNG\r\n\u001A\n"), .. new byte[600]],
        ["zeros"] = _ => new byte[1 << 20],
        ["nested"] = _ => Nested(20_000),
        ["size-zero"] = _ => [.. Mp4Boxes.Box("ftyp", Text("isom\0\0\u0002\0isom")), 0, 0, 0, 0, .. Text("moov"), .. new byte[100]],
        ["size-huge"] = _ => [.. Mp4Boxes.Box("ftyp", Text("isom\0\0\u0002\0isom")), 0, 0, 0, 1, .. Text("moov"), 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[100]],
        ["matroska-unknown-size"] = _ => [0x1A, 0x45, 0xDF, 0xA3, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[600]],
        ["wave-of-many-channels"] = _ => Wave(65_535, All),
        ["wave-of-no-rate"] = _ => Wave(1, 0),
        ["tag-of-256-megabytes"] = _ => [.. Text("ID3\u0004\0\0"), 0x7F, 0x7F, 0x7F, 0x7F, .. new byte[600]],
    };

    private static readonly Dictionary<string, Func<byte[], byte[]>> Changed = new()
    {
        ["30000-pixels-said"] = clip => Mp4Boxes.With(Mp4Boxes.With(Mp4Boxes.With(clip, "avc1", 24, (30_000 << 16) | 30_000), "tkhd", 76, 30_000u << 16), "tkhd", 80, 30_000u << 16),
        ["gigantic-duration"] = clip => Mp4Boxes.With(Mp4Boxes.With(Mp4Boxes.With(clip, "mvhd", 16, All), "tkhd", 20, All), "mdhd", 16, All),
        ["no-timescale"] = clip => Mp4Boxes.With(Mp4Boxes.With(clip, "mvhd", 12, 0), "mdhd", 12, 0),
        ["gigantic-timescale"] = clip => Mp4Boxes.With(clip, "mdhd", 12, 0x7FFFFFFF),
        ["million-frames-a-second"] = clip => Mp4Boxes.With(clip, "mdhd", 12, 1_000_000 * 512u),
        ["four-billion-samples"] = clip => Mp4Boxes.With(clip, "stsz", 8, All),
        ["four-billion-times"] = clip => Mp4Boxes.With(Mp4Boxes.With(clip, "stts", 4, All), "stts", 8, All),
        ["one-sample-a-billion-times"] = clip => Mp4Boxes.With(clip, "stts", 8, 1_000_000_000),
        ["samples-elsewhere"] = clip => Mp4Boxes.With(clip, "stco", 8, 0x7FFFFFFF),
        ["descriptions-missing"] = clip => Mp4Boxes.With(clip, "stsd", 4, 0),
        ["edit-of-ages"] = clip => Mp4Boxes.With(clip, "elst", 8, 0x7FFFFFFF),
        ["cut-in-the-index"] = clip => clip[..(Mp4Boxes.Content(clip, "stbl") + 40)],
        ["10000-streams"] = Streams,
        ["with-archive"] = clip => [.. clip, .. Zip()],
        ["with-page"] = clip => [.. clip, .. Mp4Boxes.Box("free", Text("<!doctype html><script>alert(1)</script>"))],
    };

    /// <summary>All their names.</summary>
    public static IEnumerable<string> Names => Written.Keys.Concat(Changed.Keys).Append(Wide);

    /// <summary>Makes one.</summary>
    public async Task<string> MakeAsync(string name)
    {
        var path = folder.File(name + ".mp4");
        if (name == Wide)
        {
            await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=s=30000x64:d=4:r=1", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", path);
            return path;
        }

        var bytes = Written.TryGetValue(name, out var write) ? write($"http://127.0.0.1:{port}/") : Changed[name](await ClipAsync(folder));
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }

    /// <summary>The sample clip, short and small; its index last, so that what is changed in it moves nothing else.</summary>
    public static async Task<byte[]> ClipAsync(TempFolder folder)
    {
        var path = folder.File("clip.mp4");
        if (!File.Exists(path))
        {
            await Ffmpeg.RunAsync(
                "-i", HostClip.Path, "-t", "3.2", "-vf", "scale=96:96", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-bf", "0", "-c:a", "aac", "-b:a", "32k",
                "-flags", "+bitexact", "-fflags", "+bitexact", path);
        }

        return await File.ReadAllBytesAsync(path);
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Streams(byte[] clip)
    {
        var (moov, track) = (Mp4Boxes.Take(clip, "moov"), Mp4Boxes.Take(clip, "trak"));
        var start = clip.AsSpan().IndexOf(moov);
        return [.. clip[..start], .. Mp4Boxes.Box("moov", Mp4Boxes.Take(clip, "mvhd"), [.. Enumerable.Repeat(track, 10_000).SelectMany(t => t)])];
    }

    private static byte[] Nested(int depth)
    {
        var file = new byte[8 * depth];
        for (var i = 0; i < depth; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8 * i), file.Length - (8 * i));
            Text("moov").CopyTo(file, (8 * i) + 4);
        }

        return file;
    }

    private static byte[] Wave(ushort channels, uint rate)
    {
        var file = new byte[44 + 64_000];
        Text("RIFF\u00FF\u00FF\u00FF\u00FFWAVEfmt \u0010\0\0\0\u0001\0").CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(22), channels);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(34), 16);
        Text("data\u00FF\u00FF\u00FF\u00FF").CopyTo(file, 36);
        return file;
    }

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("../../evil").Open();
            entry.Write(new byte[10_000]);
        }

        return stream.ToArray();
    }
}
