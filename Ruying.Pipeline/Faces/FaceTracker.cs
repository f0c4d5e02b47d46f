using OpenCvSharp;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Faces;

/// <summary>Sees each frame as the tracker goes, so that other measures need no second decoding.</summary>
/// <param name="frame">Position in the clip.</param>
/// <param name="rgb">The picture, <c>CV_8UC3</c>, RGB; only valid during the call.</param>
/// <param name="face">The tracked face, or null.</param>
public delegate void FrameObserver(int frame, Mat rgb, FaceLandmarks? face);

/// <summary>
/// Follows one person through a clip. The detector runs when tracking is lost, after a cut, and once a second to see who else is there;
/// otherwise each frame's mesh tells where to look in the next.
/// </summary>
/// <param name="sessions">The process's networks.</param>
public sealed class FaceTracker(OnnxSessions sessions)
{
    private const int SurveyInterval = Clock.FramesPerSecond;
    private const int ThoroughSearches = 4;
    private const float Present = 0.5f;

    /// <summary>Follows the largest, most central face, or the one chosen.</summary>
    /// <param name="frames">The clip at 25 frames a second; each frame is disposed here.</param>
    /// <param name="choice">Which face.</param>
    /// <param name="observer">Sees each frame; may be null.</param>
    /// <param name="done">Called with the number of frames done; may be null.</param>
    /// <param name="joins">Frames that begin another clip: a cut, whatever the pictures look like; null for none.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task<TrackResult> TrackAsync(
        IAsyncEnumerable<VideoFrame> frames, FaceChoice choice, FrameObserver? observer = null, Action<int>? done = null, IReadOnlyList<int>? joins = null,
        CancellationToken cancellationToken = default)
    {
        using var detector = new FaceDetector(sessions);
        using var mesh = new FaceMesh(sessions);
        using var identity = new FaceIdentity(sessions);
        using var cuts = new CutDetector();
        using var rgb = new Mat();
        var track = new FaceTrack();
        var surveys = new List<FaceSurvey>();
        var cutFrames = new List<int>();
        FaceRegion? region = null;
        var lastDetection = -SurveyInterval;
        var thorough = ThoroughSearches;
        await foreach (var frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                var index = track.Frames;
                var cut = cuts.IsCut(frame) | (joins?.Contains(index) ?? false);
                if (cut)
                {
                    cutFrames.Add(index);
                    region = null;
                    lastDetection = index - SurveyInterval;
                }

                FrameImage.ToRgb(frame, rgb);
                var face = region is { } known ? Follow(mesh, rgb, known) : null;
                var survey = index % SurveyInterval == 0 || cut;

                // A clip without a face is searched five times a second, not every frame.
                if (survey || (face is null && index - lastDetection >= 5) || (face is null && region is not null))
                {
                    lastDetection = index;

                    // Thorough searches are for a clip whose only face is tiny; once a face was seen they are not needed.
                    var detections = detector.Detect(rgb, survey && thorough-- > 0);
                    thorough = detections.Count > 0 ? 0 : thorough;
                    if (face is null && Choose(detections, choice, rgb.Width, rgb.Height) is { } chosen)
                    {
                        face = Enter(mesh, rgb, chosen.Region);
                    }

                    if (survey)
                    {
                        surveys.Add(new FaceSurvey(index, detections, face is null ? 0 : MatchSize(detections, face), face is null ? null : identity.Embed(rgb, face)));
                    }
                }

                region = face is null ? null : Next(region, face.Region());
                if (face is null)
                {
                    track.AddMissing();
                }
                else
                {
                    track.Add(face);
                }

                observer?.Invoke(index, rgb, face);
                done?.Invoke(track.Frames);
            }
        }

        return new TrackResult(track, surveys, cutFrames);
    }

    private static FaceLandmarks? Follow(FaceMesh mesh, Mat rgb, FaceRegion region)
    {
        var face = mesh.Find(rgb, region);
        return face.Presence > Present && Inside(face, rgb) ? face : null;
    }

    private static FaceLandmarks? Enter(FaceMesh mesh, Mat rgb, FaceRegion region)
    {
        // The detector's box is rough: the second look, at the mesh's own region, is the one that counts.
        var first = mesh.Find(rgb, region);
        return first.Presence > Present ? Follow(mesh, rgb, first.Region()) : null;
    }

    private static bool Inside(FaceLandmarks face, Mat rgb)
    {
        var (x, y) = face.Point(1);
        return x >= 0 && y >= 0 && x < rgb.Width && y < rgb.Height && face.EyeDistance > 4;
    }

    private static FaceRegion Next(FaceRegion? before, FaceRegion now)
    {
        if (before is not { } old)
        {
            return now;
        }

        var jump = Math.Max(Math.Abs(now.X - old.X), Math.Abs(now.Y - old.Y)) > old.Side * 0.1f || Math.Abs(now.Angle - old.Angle) > 0.5f;
        return jump
            ? now
            : new FaceRegion((old.X + now.X) / 2, (old.Y + now.Y) / 2, (old.Side + now.Side) / 2, (old.Angle + now.Angle) / 2);
    }

    private static float MatchSize(IReadOnlyList<FaceDetection> detections, FaceLandmarks face)
    {
        var region = face.Region();
        var near = detections.OrderBy(d => Math.Abs(d.X - region.X) + Math.Abs(d.Y - region.Y)).FirstOrDefault();
        return near.Size > 0 && Math.Abs(near.X - region.X) + Math.Abs(near.Y - region.Y) < near.Size ? near.Size : region.Side / 1.5f;
    }

    private static FaceDetection? Choose(IReadOnlyList<FaceDetection> faces, FaceChoice choice, int width, int height)
    {
        if (faces.Count == 0)
        {
            return null;
        }

        // Off-centre faces count less, down to half at the edge.
        double Weight(FaceDetection f) => f.Size * (1 - (0.5 * Math.Min(1, Math.Max(Math.Abs((f.X / width) - 0.5), Math.Abs((f.Y / height) - 0.5)) * 2)));
        return choice switch
        {
            FaceChoice.Left => faces.Where(f => f.Size > faces.Max(g => g.Size) / 2).MinBy(f => f.X),
            FaceChoice.Right => faces.Where(f => f.Size > faces.Max(g => g.Size) / 2).MaxBy(f => f.X),
            _ => faces.MaxBy(Weight),
        };
    }
}
