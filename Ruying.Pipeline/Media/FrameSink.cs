using System.Globalization;
using System.Text;
using System.Threading.Channels;
using FFMpegCore.Pipes;

namespace Ruying.Pipeline.Media;

/// <summary>Takes ffmpeg's YUV4MPEG2 stream apart into frames: its header says the size, so nothing is probed first.</summary>
internal sealed class FrameSink(ChannelWriter<VideoFrame> frames, long firstIndex, CancellationToken stop) : IPipeSink
{
    private static readonly byte[] Mark = "FRAME\n"u8.ToArray();

    public string GetStreamArguments() => "-f yuv4mpegpipe";

    // The token that is passed here falls when ffmpeg has ended, and what it wrote may still be in the pipe: the
    // end of the stream tells the end, and our own token an early one.
    public async Task ReadAsync(Stream inputStream, CancellationToken cancellationToken)
    {
        if (await ReadHeaderAsync(inputStream).ConfigureAwait(false) is not var (width, height))
        {
            return;
        }

        var mark = new byte[Mark.Length];
        for (var index = firstIndex; ; index++)
        {
            var read = await inputStream.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            if (!mark.AsSpan(0, read).SequenceEqual(Mark))
            {
                throw new InvalidDataException("The stream of frames is out of step.");
            }

            var frame = new VideoFrame(width, height, index);
            try
            {
                await inputStream.ReadExactlyAsync(frame.Memory, stop).ConfigureAwait(false);
                await frames.WriteAsync(frame, stop).ConfigureAwait(false);
            }
            catch
            {
                frame.Dispose();
                throw;
            }
        }
    }

    private async Task<(int Width, int Height)?> ReadHeaderAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop).ConfigureAwait(false) == 1 && one[0] != (byte)'\n')
        {
            line.Append((char)one[0]);
            if (line.Length > 512)
            {
                throw new InvalidDataException("The stream of frames has no header.");
            }
        }

        if (line.Length == 0)
        {
            return null;
        }

        var fields = line.ToString().Split(' ');
        return (Side(fields, 'W'), Side(fields, 'H'));
    }

    private static int Side(string[] fields, char letter) =>
        int.Parse(fields.Skip(1).First(f => f[0] == letter).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}
