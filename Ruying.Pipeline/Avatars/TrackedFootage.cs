using System.Text.Json;
using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Avatars;

/// <summary>The track stage and what it leaves in the work folder: it runs once for a clip and a choice of face.</summary>
/// <param name="Footage">Brought to the inner clock.</param>
/// <param name="Result">The person's points, looks at the whole picture, cuts.</param>
/// <param name="Measures">What each frame shows.</param>
internal sealed record TrackedFootage(NormalisedFootage Footage, TrackResult Result, FrameMeasures Measures) : IDisposable
{
    private const string TrackName = "track.bin";
    private const string MeasuresName = "measures.bin";
    private const string SurveysName = "surveys.json";

    /// <summary>Tracks, or reads what an earlier attempt left.</summary>
    public static async Task<TrackedFootage> FromAsync(
        OnnxSessions sessions, NormalisedFootage footage, FaceChoice choice, string workFolder, Action<double> report, CancellationToken cancellationToken)
    {
        // The intake folder's name holds the key of the file and its options.
        var key = Path.GetFileName(Path.GetDirectoryName(footage.VideoPath)!);
        var folder = Path.Combine(workFolder, $"track-{key}-{choice}");
        if (Directory.Exists(folder))
        {
            return Read(footage, folder);
        }

        var measures = new FrameMeasures();
        try
        {
            var result = await new FaceTracker(sessions).TrackAsync(
                VideoReader.ReadAsync(footage.VideoPath, cancellationToken: cancellationToken),
                choice,
                measures.Observe,
                done => report((double)done / footage.Frames),
                footage.Joins,
                cancellationToken).ConfigureAwait(false);
            var tracked = new TrackedFootage(footage, result, measures);
            tracked.Write(folder);
            return tracked;
        }
        catch
        {
            measures.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Measures.Dispose();

    private static TrackedFootage Read(NormalisedFootage footage, string folder)
    {
        using var track = File.OpenRead(Path.Combine(folder, TrackName));
        using var measures = File.OpenRead(Path.Combine(folder, MeasuresName));
        var seen = JsonSerializer.Deserialize<Seen>(File.ReadAllBytes(Path.Combine(folder, SurveysName)))!;
        return new TrackedFootage(footage, new TrackResult(FaceTrack.Load(track), seen.Surveys, seen.Cuts), FrameMeasures.Load(measures));
    }

    private void Write(string folder)
    {
        // What a killed attempt left is written over.
        var partial = $"{folder}.partial";
        Directory.CreateDirectory(partial);
        using (var track = File.Create(Path.Combine(partial, TrackName)))
        {
            Result.Track.Save(track);
        }

        using (var measures = File.Create(Path.Combine(partial, MeasuresName)))
        {
            Measures.Save(measures);
        }

        File.WriteAllBytes(Path.Combine(partial, SurveysName), JsonSerializer.SerializeToUtf8Bytes(new Seen([.. Result.Surveys], [.. Result.Cuts])));
        Directory.Move(partial, folder);
    }

    private sealed record Seen(List<FaceSurvey> Surveys, List<int> Cuts);
}
