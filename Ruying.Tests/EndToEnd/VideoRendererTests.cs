using System.Text;
using CsCheck;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;
using Ruying.Tests.Media;
using Ruying.Tests.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

[Collection(HostAvatarTests.Name)]
public sealed class VideoRendererTests(HostAvatar host) : IDisposable
{
    private readonly TempFolder _work = new();
    private readonly AvatarPackage _avatar = AvatarPackage.Open(host.Folder);

    public void Dispose()
    {
        _avatar.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task RenderAsync_OfAText_GivesAVideoThatSaysWhatItIs()
    {
        var path = _work.File("out.mp4");
        var video = await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { Text = "Good morning. This was never filmed." }, path, _work.Path);

        video.Frames.ShouldBe(Clock.FramesFor(video.Seconds));
        (await Ffmpeg.ProbeAsync(path, "v:0", "codec_name,pix_fmt,r_frame_rate,nb_frames")).ShouldBe($"h264,yuv420p,25/1,{video.Frames}");
        (await Ffmpeg.ProbeAsync(path, "a:0", "codec_name,sample_rate")).ShouldBe("aac,48000");
        double.Parse(await Ffmpeg.ProbeAsync(path, "a:0", "duration"), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(video.Seconds, 0.04);
        var tags = await Ffmpeg.StartAsync("ffprobe", ["-v", "error", "-show_entries", "format_tags", path]);
        tags.ShouldContain("TAG:AIGC={\"Label\":\"1\"");
        tags.ShouldContain("AI-generated");

        // Playable while it loads: the index comes before the pictures.
        var head = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path));
        head.IndexOf("moov", StringComparison.Ordinal).ShouldBeLessThan(head.IndexOf("mdat", StringComparison.Ordinal));
        video.StageSeconds.Keys.ShouldBe(["speak", "move", "plan", "render", "assemble"]);
    }

    [Fact]
    public async Task RenderAsync_WithoutAVoice_SpeaksAsHighAsThePerson()
    {
        var text = "Good morning. We were away all year.";
        var video = await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { Text = text }, _work.File("fitted.mp4"), _work.Path);

        using var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu" });
        var spoken = await AudioReader.ReadAsync(_work.File("fitted.mp4"), Clock.ModelSampleRate);
        var heard = VoiceMeter.Measure(spoken, new VoiceActivity(sessions.Get("voice-activity")));
        (12 * Math.Log2(heard.Pitch!.Median / _avatar.Manifest.Voice!.Pitch!.Median)).ShouldBe(0, 2);
        video.Voice!.Rate.ShouldBeInRange(VoiceFitter.LeastRate, VoiceFitter.MostRate);

        var asked = await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { Text = text, Voice = "en-us" }, _work.File("asked.mp4"), _work.Path);
        asked.Voice.ShouldBeNull();
        var low = VoiceMeter.Measure(await AudioReader.ReadAsync(_work.File("asked.mp4"), Clock.ModelSampleRate), new VoiceActivity(sessions.Get("voice-activity")));
        low.Pitch!.Median.ShouldBeInRange(90, 120);
    }

    [Fact]
    public async Task RenderAsync_OfStops_ClosesTheLipsOnEach()
    {
        var path = _work.File("stops.mp4");
        await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { Text = "Papa may beg Bob to map a big pub. Mama keeps a pipe.", Voice = "en-us" }, path, _work.Path);
        var spoken = SpokenTrack.Find(Directory.EnumerateDirectories(_work.Path, "video-*").Single())!;
        using var sessions = new OnnxSessions(new PipelineOptions { Device = "cpu" });
        var tracked = await new FaceTracker(sessions).TrackAsync(VideoReader.ReadAsync(path), FaceChoice.Largest);
        var mouth = CanonicalTrack.From(tracked.Track, _avatar.Manifest.Template);
        var neutral = _avatar.Manifest.Neutral;
        var limit = MouthGeometry.Aperture(neutral.Shape) + (0.03 * neutral.Width);
        var stops = spoken.Phonemes.Where(p => p.Ipa is "p" or "b" or "m").ToArray();
        stops.Length.ShouldBeGreaterThan(10);

        var closed = stops.Count(p =>
        {
            var middle = (int)((p.Start + p.End) / 2 * Clock.FramesPerSecond);
            return Enumerable.Range(middle - 1, 3).Any(t => MouthGeometry.Aperture(mouth.Shapes[Math.Clamp(t, 0, mouth.Frames - 1)]) < limit);
        });

        (closed / (double)stops.Length).ShouldBeGreaterThan(0.85);
        Enumerable.Range(0, mouth.Frames).Max(t => MouthGeometry.Aperture(mouth.Shapes[t])).ShouldBeGreaterThan(limit * 2);
    }

    [Fact]
    public void Plan_OfARealAvatar_KeepsTheLawOfPlayback()
    {
        var frames = _avatar.Frames.ToArray();
        frames.Count(f => f.Eyes > 0.05f).ShouldBeGreaterThan(frames.Length / 2);
        Gen.Select(Gen.Bool.Array[1, 40], Gen.Int).Sample(
            (turns, seed) => PlaybackLaw.Check(frames, [.. turns.SelectMany(silent => Enumerable.Repeat(silent, 30))], seed), iter: 6);
    }

    [Fact]
    public void Follow_AcrossFramesThatPass_GoesOverIntoTheFramesOwnMouth()
    {
        var motion = MouthMotion.Neutral(60);
        Array.Fill(motion.Displacement, 0.2f);
        var passing = _avatar.Frames.Select((f, i) => i is >= 100 and < 110 ? new BaseFrame(f.ToPicture, f.Nose, f.Centre, f.Jaw, false, false, f.Eyes, f.Look) : f).ToArray();
        var plan = new RenderPlanner(_avatar).Follow(motion, [.. Enumerable.Range(75, 60)], passing);
        var own = _avatar.ReadTrackedShapes();
        var free = new RenderPlanner(_avatar).Follow(motion, [.. Enumerable.Range(75, 60)]);

        plan.Opacity[25..35].ShouldAllBe(o => o == 0);
        plan.Shapes[24].ShouldBe(own[99]);
        plan.Shapes[35].ShouldBe(own[110]);
        plan.Shapes[0].ShouldBe(free.Shapes[0]);
        plan.Shapes[59].ShouldBe(free.Shapes[59]);
        free.Opacity.ShouldAllBe(o => o == 1);
    }

    [Fact]
    public async Task RenderAsync_SharedWithAHelper_GivesTheSameFrames()
    {
        var request = new VideoRequest { Text = string.Concat(Enumerable.Repeat("Here are some more words to say. ", 8)) };
        var alone = await host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File("alone.mp4"), _work.File("alone"));

        // Another machine: it has the avatar and the folder, and knows nothing of the request.
        await using var other = new RuyingPipeline(new PipelineOptions { Device = "cpu" });
        await using var crew = new OneOfTwo(async folder =>
        {
            await using var helper = new OneOfTwo(_ => Task.CompletedTask);
            await other.Segments.RenderAsync(_avatar, folder, helper, _ => { }, default);
        });
        var shared = await host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File("shared.mp4"), _work.File("shared"), crew: crew);

        shared.Frames.ShouldBe(alone.Frames);
        shared.Seconds.ShouldBeGreaterThan(10);
        (await FramesAsync("shared.mp4")).ShouldBe(await FramesAsync("alone.mp4"));

        async Task<string> FramesAsync(string name) => await Ffmpeg.StartAsync("ffmpeg", ["-v", "error", "-i", _work.File(name), "-map", "0:v", "-f", "framemd5", "-"]);
    }

    [Fact]
    public async Task PlanFile_NotWhole_IsMadeAgain()
    {
        var request = new VideoRequest { Text = "Hello there." };
        await host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File("a.mp4"), _work.Path);
        var path = Directory.EnumerateFiles(_work.Path, PlanFile.FileName, SearchOption.AllDirectories).Single();
        var whole = await File.ReadAllBytesAsync(path);
        var (folder, planner) = (Path.GetDirectoryName(path)!, new RenderPlanner(_avatar));
        var (motion, plan) = PlanFile.Find(folder, planner)!.Value;
        PlanFile.Write(folder, motion, plan);
        (await File.ReadAllBytesAsync(path)).ShouldBe(whole);

        Gen.Int[0, whole.Length - 1].Sample(
            length =>
            {
                File.WriteAllBytes(path, whole[..length]);
                return PlanFile.Find(folder, planner) is null;
            },
            iter: 30,
            threads: 1);
        (await host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File("b.mp4"), _work.Path)).Frames.ShouldBe(motion.Frames);
        (await File.ReadAllBytesAsync(path)).ShouldBe(whole);
    }

    [Fact]
    public async Task RenderAsync_WhenStoppedInTheMiddle_GoesOnFromTheLastSegment()
    {
        var request = new VideoRequest { Text = string.Concat(Enumerable.Repeat("Here are some more words to say. ", 8)) };
        var path = _work.File("long.mp4");
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => host.Pipeline.Videos.RenderAsync(
            _avatar, request, path, _work.Path, new Hear(p => p is { Stage: "render", Fraction: > 0.85 }, stop.Cancel), cancellationToken: stop.Token));
        File.Exists(path).ShouldBeFalse();
        var segment = Directory.EnumerateFiles(_work.Path, "segment-00000.mp4", SearchOption.AllDirectories).Single();
        var written = File.GetLastWriteTimeUtc(segment);

        var video = await host.Pipeline.Videos.RenderAsync(_avatar, request, path, _work.Path);

        File.GetLastWriteTimeUtc(segment).ShouldBe(written);
        video.Seconds.ShouldBeGreaterThan(10);
        (await Ffmpeg.ProbeAsync(path, "v:0", "nb_frames")).ShouldBe($"{video.Frames}");
        Directory.EnumerateFiles(_work.Path, "*partial*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task RenderAsync_OfARecording_SpeaksIt()
    {
        // Nobody's voice: the sample's own sound, as an MP3.
        var recording = _work.File("words.mp3");
        await Ffmpeg.RunAsync("-ss", "2", "-t", "4", "-i", host.Footage, "-vn", recording);
        var path = _work.File("recorded.mp4");
        var video = await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { AudioPath = recording }, path, _work.Path);
        video.Seconds.ShouldBe(4, 0.15);
    }

    [Fact]
    public async Task RenderAsync_WithCaptions_WritesThemBesideAndDrawsThemAboveTheLabel()
    {
        const string Script = "Good morning, everybody. This was never filmed, but it is long enough for several captions.";
        var plain = _work.File("plain.mp4");
        var path = _work.File("captions.mp4");
        await host.Pipeline.Videos.RenderAsync(_avatar, new VideoRequest { Text = Script }, plain, _work.Path);
        var video = await host.Pipeline.Videos.RenderAsync(
            _avatar, new VideoRequest { Text = Script, Captions = new CaptionOptions { Files = CaptionFormats.Srt | CaptionFormats.Ass, Burn = true } }, path, _work.Path);

        video.Captions.ShouldBe([_work.File("captions.srt"), _work.File("captions.ass")]);
        var lines = (await File.ReadAllLinesAsync(video.Captions[0])).Where(l => l.Any(char.IsLetter));
        string.Join(' ', lines).ShouldBe(Script);

        // Same frames, so what differs much more than two encodings do is the captions: letters in the lower third while somebody speaks.
        var top = new LabelOverlay(Provenance.Label, _avatar.Manifest.Width, _avatar.Manifest.Height).Top;
        var height = _avatar.Manifest.Height;
        (await DifferenceAsync(plain, path, 2, 0, height)).ShouldBeLessThan(40);
        (await DifferenceAsync(plain, path, 25, height * 2 / 3, top)).ShouldBeGreaterThan(120);
        (await DifferenceAsync(plain, path, 25, top, height)).ShouldBeLessThan(40);
        (await DifferenceAsync(plain, path, 25, 0, height / 2)).ShouldBeLessThan(40);
        Directory.EnumerateFiles(_work.Path, "*partial*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task RenderAsync_CaptionsOfARecording_AreRefused()
    {
        var error = await Should.ThrowAsync<ScriptException>(() => host.Pipeline.Videos.RenderAsync(
            _avatar, new VideoRequest { AudioPath = host.Footage, Captions = new CaptionOptions { Burn = true } }, _work.File("no.mp4"), _work.Path));
        error.Code.ShouldBe("captions.no_words");
    }

    /// <summary>The largest difference in brightness between two videos in some rows of a frame.</summary>
    private static async Task<int> DifferenceAsync(string first, string second, int index, int from, int to)
    {
        var frames = new List<byte[]>();
        foreach (var path in new[] { first, second })
        {
            await foreach (var frame in VideoReader.ReadAsync(path))
            {
                using (frame)
                {
                    if (frame.Index == index)
                    {
                        frames.Add(frame.Y[(from * frame.Width)..(to * frame.Width)].ToArray());
                        break;
                    }
                }
            }
        }

        return frames[0].Zip(frames[1]).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    [Fact]
    public async Task RenderAsync_WithoutWordsOrWithTwoSources_IsRefused()
    {
        async Task<string> CodeAsync(VideoRequest request) =>
            (await Should.ThrowAsync<ScriptException>(() => host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File("no.mp4"), _work.Path))).Code;
        (await CodeAsync(new VideoRequest { Text = "  " })).ShouldBe("script.empty");
        (await CodeAsync(new VideoRequest())).ShouldBe("script.choose_one");
        (await CodeAsync(new VideoRequest { Text = "Hi", AudioPath = "x.wav" })).ShouldBe("script.choose_one");
        (await CodeAsync(new VideoRequest { Text = "Hi", Voice = "nobody" })).ShouldBe("voice.unknown");
        (await CodeAsync(new VideoRequest { Text = "Hi", Expressiveness = 1.6 })).ShouldBe("motion.option_out_of_range");
        (await CodeAsync(new VideoRequest { Text = "Hi", Expressiveness = double.NaN })).ShouldBe("motion.option_out_of_range");
        File.Exists(_work.File("no.mp4")).ShouldBeFalse();
    }

    [Fact]
    public void LabelDuration_WithoutConsent_IsForGood()
    {
        Provenance.LabelDuration(_avatar.Consent, wanted: false).ShouldBe(0);
        Provenance.LabelDuration(_avatar.Consent, wanted: true).ShouldBe(Provenance.LabelSeconds);
        Provenance.LabelDuration(consent: null, wanted: false).ShouldBeNull();
    }

    /// <summary>Takes the last segment that is missing, and lets others do what they do before it looks again.</summary>
    private sealed class OneOfTwo(Func<string, Task> others) : ISegmentCrew
    {
        private SegmentBoard? _board;
        private bool _taken;

        public Task BeginAsync(SegmentBoard board, CancellationToken cancellationToken)
        {
            _board = board;
            return Task.CompletedTask;
        }

        public async Task<int?> TakeAsync(CancellationToken cancellationToken)
        {
            if (_taken)
            {
                await others(_board!.Folder);
                _board.FirstMissing.ShouldBeNull();
                return null;
            }

            _taken = true;
            return Enumerable.Range(0, _board!.Count).Last(s => !_board.IsThere(s));
        }

        public Task FinishAsync(int segment, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
