using OpenCvSharp;
using Ruying.Pipeline.Media;
using VideoWriter = Ruying.Pipeline.Media.VideoWriter;

namespace Ruying.Training.Sample;

/// <summary>Renders the frames of the sample.</summary>
internal sealed class SampleVideo
{
    private const int Seed = 20;
    private const string Label = "Synthetic demo - NASA portrait, public domain - no endorsement";

    private readonly Portrait _portrait;
    private readonly MouthShape _shape;
    private readonly MouthPainter _mouth;
    private readonly Eyelids _lids;
    private readonly HeadMotion _head;

    public SampleVideo(Portrait portrait)
    {
        _portrait = portrait;
        _shape = new MouthShape(portrait.Face);
        _mouth = new MouthPainter(portrait, _shape);
        _lids = new Eyelids(portrait.Face);
        _head = new HeadMotion(portrait.Face, Seed);
    }

    /// <summary>Writes the silent video.</summary>
    /// <param name="path">An MP4.</param>
    /// <param name="poses">The mouth in each frame.</param>
    /// <param name="done">Called after each frame.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task WriteAsync(string path, MouthPose[] poses, Action<int> done, CancellationToken cancellationToken)
    {
        var activity = Activity(poses);
        var blinks = Blinks(poses.Length);
        var grain = Grain();
        using var label = DrawLabel();
        using var identity = Identity();
        using var map = new Mat();
        using var face = new Mat();
        using var headMap = new Mat();
        using var picture = new Mat();
        using var rgb = new Mat();
        using var none = new Mat();
        await using var writer = new VideoWriter(path, Portrait.Side, Portrait.Side, new VideoWriterOptions { Preset = "slow", Crf = 20 });
        using var frame = new VideoFrame(Portrait.Side, Portrait.Side);
        for (var i = 0; i < poses.Length; i++)
        {
            var target = _shape.For(poses[i]);
            identity.CopyTo(map);
            _mouth.Warp(target, map);
            _lids.Warp(blinks[i], Brow(i, activity, blinks[i]), map);
            Cv2.Remap(_portrait.Image, face, map, none, InterpolationFlags.Cubic, BorderTypes.Replicate);
            _mouth.Paint(target, face);
            _lids.Shade(blinks[i], face);
            _head.Map((double)i / Clock.FramesPerSecond, activity[i], headMap);
            Cv2.Remap(face, picture, headMap, none, InterpolationFlags.Cubic, BorderTypes.Replicate);
            Cv2.Add(picture, grain[i % grain.Length], picture);
            Blend(picture, label);
            picture.ConvertTo(rgb, MatType.CV_8UC3);
            FrameImage.FromRgb(rgb, frame);
            await writer.WriteAsync(frame, cancellationToken);
            done(i + 1);
        }

        await writer.CompleteAsync(cancellationToken);
        foreach (var noise in grain)
        {
            noise.Dispose();
        }
    }

    private static double[] Activity(MouthPose[] poses)
    {
        // How much is said around a frame, 0 to 1.
        var result = new double[poses.Length];
        for (var i = 0; i < poses.Length; i++)
        {
            double sum = 0, weights = 0;
            for (var k = -20; k <= 20; k++)
            {
                var w = Math.Exp(-k * k / 120.0);
                sum += w * Math.Min(1, poses[Math.Clamp(i + k, 0, poses.Length - 1)].Aperture * 9);
                weights += w;
            }

            result[i] = sum / weights;
        }

        return result;
    }

    private static double[] Blinks(int frames)
    {
        double[] shape = [0.25, 0.75, 1, 0.95, 0.65, 0.35, 0.12];
        var random = new Random(Seed);
        var result = new double[frames];
        for (var at = 28; at < frames - 10; at += 50 + random.Next(75))
        {
            for (var k = 0; k < shape.Length; k++)
            {
                result[at + k] = shape[k];
            }
        }

        return result;
    }

    private static double Brow(int frame, double[] activity, double blink)
    {
        var t = (double)frame / Clock.FramesPerSecond;
        return (activity[frame] * 2.4 * Math.Max(0, Math.Sin((2 * Math.PI * 0.31 * t) + 1) * Math.Sin((2 * Math.PI * 0.13 * t) + 2))) - (1.2 * blink);
    }

    private static Mat[] Grain()
    {
        // A film's worth of fine grain keeps enlarged skin from looking like plastic.
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, 7).Select(_ =>
        {
            var values = new float[Portrait.Side * Portrait.Side];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 7);
            }

            using var grey = new Mat(Portrait.Side, Portrait.Side, MatType.CV_32FC1);
            grey.SetArray(values);
            Cv2.GaussianBlur(grey, grey, new Size(0, 0), 0.8);
            var noise = new Mat();
            Cv2.Merge([grey, grey, grey], noise);
            return noise;
        })];
    }

    private static Mat Identity()
    {
        var values = new Vec2f[Portrait.Canvas * Portrait.Canvas];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new Vec2f(i % Portrait.Canvas, i / Portrait.Canvas);
        }

        var map = new Mat(Portrait.Canvas, Portrait.Canvas, MatType.CV_32FC2);
        map.SetArray(values);
        return map;
    }

    private static Mat DrawLabel()
    {
        using var large = new Mat(60, Portrait.Side * 2, MatType.CV_8UC3, Scalar.Black);
        var size = Cv2.GetTextSize(Label, HersheyFonts.HersheySimplex, 1.1, 2, out _);
        Cv2.PutText(large, Label, new Point((large.Width - size.Width) / 2, 42), HersheyFonts.HersheySimplex, 1.1, new Scalar(240, 240, 240), 2, LineTypes.AntiAlias);
        using var small = new Mat();
        Cv2.Resize(large, small, new Size(Portrait.Side, 30), 0, 0, InterpolationFlags.Area);
        var label = new Mat();
        small.ConvertTo(label, MatType.CV_32FC3);
        return label;
    }

    private static void Blend(Mat picture, Mat label)
    {
        using var bottom = new Mat(picture, new Rect(0, picture.Height - label.Height, label.Width, label.Height));
        Cv2.AddWeighted(bottom, 0.35, label, 1, 0, bottom);
    }
}
