using Ruying.Pipeline.Media;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Videos;
using Ruying.Tests.Media;
using Ruying.Tests.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Videos;

public sealed class RecordingIntakeTests : IDisposable
{
    private const string Text = "And Mister John Dashwood had then leisure to consider how much there might be prudently in his power to do for them.";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(1.5, 2.0)]
    [InlineData(0.1, 0.1)]
    [InlineData(0.0, 0.0)]
    public async Task Take_WithSilenceAskedFor_StartsAndEndsThere(double lead, double tail)
    {
        var speech = await SpeechAsync(SharedMedia.Require("media/speech/en-librivox-0870.flac"));

        var track = await TakeAsync(new VideoRequest { Sound = new SoundOptions { Lead = lead, Tail = tail } });

        WavFile.Seconds(track.SoundPath).ShouldBe(lead + speech[^1].End - speech[0].Start + tail, 0.01);
        var trimmed = await SpeechAsync(track.SoundPath);
        
        // Silero hears a voice that begins in silence up to three frames earlier or later.
        trimmed[0].Start.ShouldBe(lead, 0.16);
        track.Words.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Take_WithItsWords_TellsTheirTimesInWhatIsHeard()
    {
        var plain = await TakeAsync(new VideoRequest { Transcript = Text });
        var padded = await TakeAsync(new VideoRequest { Transcript = Text, Sound = new SoundOptions { Lead = 3, Tail = 1 } });

        var shift = 3 - (await SpeechAsync(plain.SoundPath))[0].Start;
        plain.Words.Select(w => w.Text).ShouldBe(Text[..^1].Split(' '));
        padded.Words.Zip(plain.Words, (a, b) => a.Start - b.Start - shift).ShouldAllBe(d => Math.Abs(d) < 0.16);
    }

    private static async Task<IReadOnlyList<SpeechSpan>> SpeechAsync(string path) =>
        SpeechSpans.Of(Espeak.Hearing.Value.Listen(await AudioReader.ReadAsync(path, Clock.ModelSampleRate)));

    private async Task<SpokenTrack> TakeAsync(VideoRequest request)
    {
        var path = SharedMedia.Require("media/speech/en-librivox-0870.flac");
        await using var synthesizer = Espeak.Require();
        return await new RecordingIntake(AudioDecoders.Create(), synthesizer, Espeak.Hearing).TakeAsync(path, request, Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString("N"))).FullName, default);
    }
}
