using System.Runtime.CompilerServices;
using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Sees the mouths of both clips, frame by frame.</summary>
/// <param name="frame">Position in the clips.</param>
/// <param name="real">The real crop, RGB, <c>CV_8UC3</c>; only valid during the call.</param>
/// <param name="other">The other clip's crop, cut at the same place; only valid during the call.</param>
public delegate void CropObserver(int frame, Mat real, Mat other);

/// <summary>
/// The measuring itself: any encoded clip against the real one, frame by frame, with the mesh run again on the other. It knows nothing of
/// how the other clip was made.
/// </summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="person">Whom both clips show.</param>
/// <param name="real">The real clip.</param>
public sealed class ClipComparer(OnnxSessions sessions, ComparedPerson person, RealClip real)
{
    /// <summary>Fewest frames that say something of a motion: one second.</summary>
    private const int FewestFrames = Clock.FramesPerSecond;

    /// <summary>Identity is compared in every fifth frame.</summary>
    private const int IdentityInterval = 5;

    /// <summary>Compares.</summary>
    /// <param name="path">The other clip: an MP4 that this library wrote, as long as the real one.</param>
    /// <param name="neutral">Lips and jaw that a closed mouth would show on each frame; null takes the person's neutral mouth where the real one is.</param>
    /// <param name="observer">Sees both mouths; may be null.</param>
    /// <param name="done">Called with the number of frames done; may be null.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task<ClipComparison> CompareAsync(
        string path, IReadOnlyList<float[]>? neutral = null, CropObserver? observer = null, Action<int>? done = null, CancellationToken cancellationToken = default)
    {
        var pixels = new PixelMeasures(person.Crop, person.Mask);
        try
        {
            using var identity = new FaceIdentity(sessions);
            var embeddings = new Dictionary<int, float[]>();
            var likeness = new List<double>();
            var clip = await MeasuredClip.FromAsync(
                sessions,
                PairsAsync(path, identity, embeddings, pixels, observer, cancellationToken),
                person.Template,
                (frame, rgb, face) =>
                {
                    if (face is not null && embeddings.Remove(frame, out var own))
                    {
                        likeness.Add(FaceIdentity.Likeness(own, identity.Embed(rgb, face)));
                    }
                },
                done,
                cancellationToken).ConfigureAwait(false);
            bool[] seen = [.. real.Usable.Select((usable, t) => usable && t < clip.Present.Length && clip.Present[t])];
            var motion = seen.Count(s => s) < FewestFrames ? null : MotionMeasures.Compare(clip.Shapes, real.Shapes, neutral ?? Neutral(), seen);
            return new ClipComparison(
                clip, motion, pixels, likeness, seen, ClosureMeasures.Of(clip.Shapes, seen, person.Neutral), MotionMeasures.Leak(clip.Shapes, person.Neutral, seen));
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    // The tracker asks for the other clip's frames; each comes with a look at the real one beside it.
    private async IAsyncEnumerable<VideoFrame> PairsAsync(
        string path, FaceIdentity identity, Dictionary<int, float[]> embeddings, PixelMeasures pixels, CropObserver? observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cutter = new MouthCrop(person.Crop, person.Mask);
        using var realCrop = new Mat();
        using var otherCrop = new Mat();
        using var rgb = new Mat();
        await using var reals = VideoReader.ReadAsync(real.Path, real.Range, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var t = 0;
        await foreach (var other in VideoReader.ReadAsync(path, new VideoRange(0, real.Frames), cancellationToken).ConfigureAwait(false))
        {
            if (!await reals.MoveNextAsync().ConfigureAwait(false))
            {
                other.Dispose();
                break;
            }

            using (var frame = reals.Current)
            {
                if (real.Usable[t])
                {
                    cutter.Cut(frame, real.ToPicture[t], realCrop);
                    cutter.Cut(other, real.ToPicture[t], otherCrop);
                    pixels.Add(realCrop, otherCrop, pixels.Mask, real.Shapes[t]);
                    observer?.Invoke(t, realCrop, otherCrop);
                    if (t % IdentityInterval == 0)
                    {
                        FrameImage.ToRgb(frame, rgb);
                        embeddings[t] = real.Embed(identity, rgb, t);
                    }
                }
            }

            t++;
            yield return other;
        }
    }

    // The neutral mouth put where the real mouth's corners have their middle.
    private float[][] Neutral()
    {
        var (x, y) = Middle(person.Neutral);
        return [.. real.Shapes.Select(shape =>
        {
            var (rx, ry) = Middle(shape);
            return person.Neutral.Select((v, k) => v + (k % 2 == 0 ? rx - x : ry - y)).ToArray();
        })];
    }

    private static (float X, float Y) Middle(float[] shape) => ((shape[0] + shape[20]) / 2, (shape[1] + shape[21]) / 2);
}
