using System.Globalization;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Training.Sample;

/// <summary>Looks at the sample as the pipeline will: is the face tracked, how far does the mouth open.</summary>
internal static class SampleCheck
{
    private const int Silent = 40;

    public static async Task<string> MeasureAsync(string video, IReadOnlyList<Phone> phones, OnnxSessions sessions, CancellationToken cancellationToken)
    {
        var result = await new FaceTracker(sessions).TrackAsync(VideoReader.ReadAsync(video, cancellationToken: cancellationToken), FaceChoice.Largest, cancellationToken: cancellationToken);
        var track = result.Track;
        var apertures = new double[track.Frames];
        var widths = new List<double>();
        for (var i = 0; i < track.Frames; i++)
        {
            apertures[i] = double.NaN;
            if (track.HasFace(i))
            {
                var lips = track.Points(i).Slice(FaceTrack.Lips * 2, FacePoints.LipCount * 2);
                widths.Add(MouthGeometry.Width(lips));
                apertures[i] = MouthGeometry.Aperture(lips);
            }
        }

        if (widths.Count == 0)
        {
            throw new FootageException("face.none", $"{video} shows no face.");
        }

        var neutral = widths.Take(Silent).Average();
        var ratios = apertures.Where(a => !double.IsNaN(a)).Select(a => a / neutral).ToArray();
        var sorted = ratios.Order().ToArray();
        var closures = phones.Where(p => VisemeTable.Closes(p.Name)).Select(p => LeastAt(p, apertures) / neutral).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            tracked {widths.Count} of {track.Frames} frames, {result.Cuts.Count} cuts
            aperture / neutral mouth width: least {sorted[0]:F3}, 10 % {sorted[sorted.Length / 10]:F3}, half {sorted[sorted.Length / 2]:F3}, 90 % {sorted[sorted.Length * 9 / 10]:F3}, most {sorted[^1]:F3}
            silent start: {ratios.Take(Silent).Average():F3}
            lips closed (under 0.03) in {closures.Count(c => c < 0.03)} of {closures.Length} p, b and m; most {closures.Max():F3}
            mouth width: {widths.Min():F1} to {widths.Max():F1} px, neutral {neutral:F1}
            """);
    }

    private static double LeastAt(Phone phone, double[] apertures)
    {
        var first = Math.Max(0, (int)Math.Floor(phone.Start * Clock.FramesPerSecond));
        var last = Math.Min(apertures.Length - 1, (int)Math.Ceiling(phone.End * Clock.FramesPerSecond));
        return apertures[first..(last + 1)].Where(a => !double.IsNaN(a)).DefaultIfEmpty(double.PositiveInfinity).Min();
    }
}
