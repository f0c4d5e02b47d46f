using System.Globalization;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Training.Sample;

/// <summary>Looks at the sample as the pipeline will: is the face tracked, how far does the mouth open.</summary>
internal static class SampleCheck
{
    public static async Task<string> MeasureAsync(string video, OnnxSessions sessions, CancellationToken cancellationToken)
    {
        var result = await new FaceTracker(sessions).TrackAsync(VideoReader.ReadAsync(video, cancellationToken: cancellationToken), FaceChoice.Largest, cancellationToken: cancellationToken);
        var track = result.Track;
        var tracked = 0;
        var ratios = new List<double>();
        var widths = new List<double>();
        for (var i = 0; i < track.Frames; i++)
        {
            if (!track.HasFace(i))
            {
                continue;
            }

            tracked++;
            var lips = track.Points(i).Slice(FaceTrack.Lips * 2, FacePoints.LipCount * 2);
            widths.Add(MouthGeometry.Width(lips));
            ratios.Add(MouthGeometry.Aperture(lips));
        }

        var neutral = widths.Take(40).Average();
        ratios = [.. ratios.Select(r => r / neutral)];
        var sorted = ratios.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            tracked {tracked} of {track.Frames} frames, {result.Cuts.Count} cuts
            aperture / neutral mouth width: least {sorted[0]:F3}, 10 % {sorted[sorted.Length / 10]:F3}, half {sorted[sorted.Length / 2]:F3}, 90 % {sorted[sorted.Length * 9 / 10]:F3}, most {sorted[^1]:F3}
            first 40 frames: {ratios.Take(40).Average():F3}
            mouth width: {widths.Min():F1} to {widths.Max():F1} px, neutral {neutral:F1}
            """);
    }
}
