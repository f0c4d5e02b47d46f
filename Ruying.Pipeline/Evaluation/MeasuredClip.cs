using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Evaluation;

/// <summary>What the mesh finds in a clip of a known person.</summary>
/// <param name="Shapes">Lips and jaw of each frame, canonical, 106 numbers.</param>
/// <param name="Present">Frames that show the face.</param>
public sealed record MeasuredClip(float[][] Shapes, bool[] Present)
{
    /// <summary>Measures.</summary>
    /// <param name="sessions">The process's networks.</param>
    /// <param name="frames">The clip at 25 frames a second; each frame is disposed here.</param>
    /// <param name="template">The person's template.</param>
    /// <param name="observer">Sees each frame; may be null.</param>
    /// <param name="done">Called with the number of frames done; may be null.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public static async Task<MeasuredClip> FromAsync(
        OnnxSessions sessions, IAsyncEnumerable<VideoFrame> frames, float[] template, FrameObserver? observer = null, Action<int>? done = null, CancellationToken cancellationToken = default)
    {
        var result = await new FaceTracker(sessions).TrackAsync(frames, FaceChoice.Largest, observer, done, cancellationToken: cancellationToken).ConfigureAwait(false);
        var track = CanonicalTrack.From(result.Track, template);
        return new MeasuredClip(track.Shapes, track.Present);
    }
}
