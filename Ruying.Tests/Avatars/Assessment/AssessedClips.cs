using System.Collections.Concurrent;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Tests.Media;

namespace Ruying.Tests.Avatars.Assessment;

/// <summary>Tracks each clip once in a run, however many tests look at it.</summary>
public sealed class AssessedClips : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Clip>>> _clips = new(StringComparer.Ordinal);
    private readonly TempFolder _folder = new();
    private readonly OnnxSessions _sessions = new(new PipelineOptions { Device = "cpu" });

    internal async Task<Clip> TrackAsync(string path) =>
        await _clips.GetOrAdd(path, p => new(() => LoadAsync(SharedMedia.Require(p)))).Value;

    internal async Task<AssessmentResult> AssessAsync(string path, AvatarOptions? options = null)
    {
        var clip = await TrackAsync(path);
        return Assessor().Assess(Path.GetFileName(path), clip.Footage, clip.Tracked, clip.Measures, options ?? new AvatarOptions());
    }

    internal VoiceActivity Voice() => new(_sessions.Get("voice-activity"));

    public void Dispose()
    {
        foreach (var clip in _clips.Values.Where(c => c.IsValueCreated && c.Value.IsCompletedSuccessfully))
        {
            clip.Value.GetAwaiter().GetResult().Measures.Dispose();
        }

        _sessions.Dispose();
        _folder.Dispose();
    }

    private FootageAssessor Assessor() => new(Voice(), AudioMotionModel.Open(_sessions));

    private async Task<Clip> LoadAsync(string path)
    {
        var footage = await Intake.NormaliseAsync(path, _folder.Path);
        var measures = new FrameMeasures();
        var tracked = await new FaceTracker(_sessions).TrackAsync(VideoReader.ReadAsync(footage.VideoPath), FaceChoice.Only, measures.Observe);
        return new Clip(footage, tracked, measures);
    }

    internal sealed record Clip(NormalisedFootage Footage, TrackResult Tracked, FrameMeasures Measures);
}
