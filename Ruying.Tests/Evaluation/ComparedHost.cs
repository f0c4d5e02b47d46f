using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Xunit;

namespace Ruying.Tests.Evaluation;

/// <summary>Six seconds of the sample clip, tracked once, to compare other clips with.</summary>
public sealed class ComparedHost : IAsyncLifetime
{
    private readonly TempFolder _work = new();
    private readonly TestModels _models = new();

    /// <summary>The real clip on the inner clock.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Compares clips with it.</summary>
    public ClipComparer Comparer { get; private set; } = null!;

    /// <summary>The clip as another picture filter shows it.</summary>
    public async Task<string> FilteredAsync(string filter)
    {
        var path = _work.File($"{Guid.NewGuid():N}.mp4");
        await Ffmpeg.RunAsync("-i", Path, "-vf", filter, "-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-pix_fmt", "yuv420p", "-r", "25", path);
        return path;
    }

    public async Task InitializeAsync()
    {
        var cut = _work.File("host.mp4");
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "6", "-c", "copy", cut);
        var footage = await Intake.NormaliseAsync(cut, _work.Path);
        Path = footage.VideoPath;
        var found = await new FaceTracker(_models.Sessions).TrackAsync(VideoReader.ReadAsync(Path), FaceChoice.Largest);
        var track = CanonicalTrack.From(found.Track);
        var crop = CropFrame.For(track, track.Present);
        var person = new ComparedPerson(track.Template, crop, MouthMask.For(track, track.Present, crop), MouthGeometry.From(track).NeutralShape);
        Comparer = new ClipComparer(_models.Sessions, person, RealClip.From(Path, found.Track, track.Template));
    }

    public Task DisposeAsync()
    {
        _models.Dispose();
        _work.Dispose();
        return Task.CompletedTask;
    }
}
