using Ruying.Pipeline.Media;

namespace Ruying.Tests.Media;

/// <summary>Videos whose frames tell their own index: eight grey columns, one for each bit.</summary>
internal static class CountedFrames
{
    public static VideoFrame Make(int index, int width = 64, int height = 48)
    {
        var frame = new VideoFrame(width, height, index);
        var luma = frame.Y;
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = ((index >> (i % width * 8 / width)) & 1) == 1 ? (byte)210 : (byte)40;
        }

        frame.U.Fill(128);
        frame.V.Fill(128);
        return frame;
    }

    public static int Read(VideoFrame frame)
    {
        var index = 0;
        for (var bit = 0; bit < 8; bit++)
        {
            var x = ((2 * bit) + 1) * frame.Width / 16;
            index |= (frame.Y[(frame.Height / 2 * frame.Width) + x] > 125 ? 1 : 0) << bit;
        }

        return index;
    }

    public static async Task<string> WriteAsync(string folder, int count, VideoWriterOptions options)
    {
        var path = Path.Combine(folder, "counted.mp4");
        await using var writer = new VideoWriter(path, 64, 48, options);
        for (var i = 0; i < count; i++)
        {
            using var frame = Make(i);
            await writer.WriteAsync(frame);
        }

        await writer.CompleteAsync();
        return path;
    }
}
