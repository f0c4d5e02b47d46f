using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering;
using VideoWriter = Ruying.Pipeline.Media.VideoWriter;

namespace Ruying.Pipeline.Pictures;

/// <summary>Tells the person from what is behind, in the base frames that a video uses.</summary>
/// <param name="sessions">The process's networks.</param>
public sealed class MatteMaker(OnnxSessions sessions)
{
    // Of the refined mask: what is below the first is nothing, above the second everything.
    private const float Nothing = 0.15f, Everything = 0.85f;

    /// <summary>Makes the matte; it appears whole or not at all, and is left alone where it lies already.</summary>
    /// <param name="avatar">Whose footage.</param>
    /// <param name="baseFrames">Base frame of each output frame.</param>
    /// <param name="folder">The video's work folder.</param>
    /// <param name="report">Hears how much is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c>.</exception>
    public async Task MakeAsync(AvatarPackage avatar, IReadOnlyList<int> baseFrames, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        var path = Path.Combine(folder, Matte.FileName);
        if (File.Exists(path))
        {
            return;
        }

        using var segmenter = new PersonSegmenter(sessions);
        using var filter = new GuidedFilter();
        using var rgb = new Mat();
        await using var writer = new VideoWriter(path, avatar.Manifest.Width, avatar.Manifest.Height, Matte.Encoding);
        var used = Matte.Used(baseFrames);
        var around = new List<MaskedFrame>((2 * MaskSmoother.Reach) + 1);
        var at = 0;
        try
        {
            await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, used, cancellationToken).ConfigureAwait(false))
            {
                around.Add(See(segmenter, frame, rgb));
                if (around.Count > at + MaskSmoother.Reach)
                {
                    await NextAsync().ConfigureAwait(false);
                }
            }

            while (at < around.Count)
            {
                await NextAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            around.ForEach(frame => frame.Dispose());
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);

        async Task NextAsync()
        {
            Refine(filter, around, at, rgb);
            await writer.WriteAsync(around[at].Frame, cancellationToken).ConfigureAwait(false);
            report((double)writer.Frames / used.Length);
            if (at < MaskSmoother.Reach)
            {
                at++;
                return;
            }

            around[0].Dispose();
            around.RemoveAt(0);
        }
    }

    private static MaskedFrame See(PersonSegmenter segmenter, VideoFrame frame, Mat rgb)
    {
        var small = new Mat();
        FrameImage.ToRgb(frame, rgb);
        Cv2.Resize(rgb, small, new Size(PersonSegmenter.Side, PersonSegmenter.Side), 0, 0, InterpolationFlags.Area);
        return new MaskedFrame(frame, small, segmenter.Mask(small));
    }

    // The frame itself becomes its matte: it was seen, and those that come look at the small one.
    private static void Refine(GuidedFilter filter, List<MaskedFrame> around, int at, Mat rgb)
    {
        var frame = around[at].Frame;
        FrameImage.ToRgb(frame, rgb);
        using var coarse = Mat.FromPixelData(PersonSegmenter.Side, PersonSegmenter.Side, MatType.CV_32FC1, MaskSmoother.Smooth(around, at));
        var alpha = new float[frame.Y.Length];
        filter.Apply(rgb, coarse, alpha);
        var luma = frame.Y;
        for (var i = 0; i < alpha.Length; i++)
        {
            luma[i] = Matte.Luma(Math.Clamp((alpha[i] - Nothing) / (Everything - Nothing), 0, 1));
        }

        frame.U.Fill(128);
        frame.V.Fill(128);
    }
}
