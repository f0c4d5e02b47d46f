using Ruying.Pipeline.Media;
using Shouldly;

namespace Ruying.Tests.Media;

internal static class IntakeChecks
{
    /// <summary>Constant 25 fps, closed GOPs of 12, yuv420p, tagged; the sounds exactly as long as the picture.</summary>
    public static async Task SoundFitsAsync(NormalisedFootage footage)
    {
        footage.Seconds.ShouldBe(footage.Frames / 25.0);
        (await Ffmpeg.ProbeAsync(footage.VideoPath, "v:0", "codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries,r_frame_rate,avg_frame_rate,nb_frames,has_b_frames"))
            .ShouldBe($"h264,0,yuv420p,tv,bt709,bt709,bt709,25/1,25/1,{footage.Frames}");
        if (footage.AudioPath16k is null)
        {
            return;
        }

        var (low, high) = (WavFile.Read(footage.AudioPath16k), WavFile.Read(footage.AudioPath48k!));
        (low.SampleRate, low.Samples.Length).ShouldBe((16_000, footage.Frames * 640));
        (high.SampleRate, high.Samples.Length).ShouldBe((48_000, footage.Frames * 1920));
    }

    /// <summary>Median over the frames of the luma's PSNR, dB.</summary>
    public static async Task<double> MedianPsnrAsync(string one, string other)
    {
        List<double> values = [];
        await using var others = VideoReader.ReadAsync(other).GetAsyncEnumerator();
        await foreach (var frame in VideoReader.ReadAsync(one))
        {
            using (frame)
            {
                if (!await others.MoveNextAsync())
                {
                    break;
                }

                using var match = others.Current;
                values.Add(Psnr(frame.Y, match.Y));
            }
        }

        values.Sort();
        return values[values.Count / 2];
    }

    public static double Psnr(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        long sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }

        return 10 * Math.Log10(255.0 * 255.0 / Math.Max(1e-9, (double)sum / one.Length));
    }

    /// <summary>Seconds by which the second sound comes later, by the best match of their loudness (10 ms steps, to 0.5 s).</summary>
    public static double Lag(PcmAudio one, PcmAudio other)
    {
        var (a, b) = (Loudness(one), Loudness(other));
        return Enumerable.Range(-50, 101).MaxBy(lag =>
            Enumerable.Range(50, Math.Min(a.Length, b.Length) - 100).Sum(i => a[i] * b[i + lag])) / 100.0;
    }

    private static double[] Loudness(PcmAudio audio)
    {
        var step = audio.SampleRate / 100;
        var levels = audio.Samples.Chunk(step).Select(c => Math.Log10(1e-4 + c.Average(s => s * s))).ToArray();
        var mean = levels.Average();
        return [.. levels.Select(l => l - mean)];
    }
}
