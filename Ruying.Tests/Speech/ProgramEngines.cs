using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Festival;
using Ruying.Pipeline.Speech.Flite;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

/// <summary>The real flite and festival, or a skip that says why; and what is asked of both.</summary>
internal static class ProgramEngines
{
    public const string Sentence = "A rainbow is a meteorological phenomenon that is caused by reflection, refraction and dispersion of light in water droplets.";

    public static async Task<SpeechSynthesizer> FliteAsync() => await RequireAsync(new FliteEngine(NullLogger.Instance), null);

    /// <param name="voice">The engine's name of a voice that must be there.</param>
    public static async Task<SpeechSynthesizer> FestivalAsync(string voice) =>
        await RequireAsync(new FestivalEngine(NullLogger.Instance), $"festival:{voice.ToLowerInvariant()}");

    /// <summary>Mean level of where p, t and k are held closed, and of vowels, over that of all speech.</summary>
    public static (double Closures, double Vowels) Levels(Utterance utterance)
    {
        double Level(Func<PhonemeTiming, bool> isWanted, double share) => utterance.Phonemes
            .Where(isWanted)
            .Select(sound => Rms(utterance.Audio, sound.Start, sound.Start + (sound.End - sound.Start) * share))
            .Average();
        var all = Level(sound => sound.Ipa != "_", 1);
        return (Level(sound => sound.Ipa is "p" or "t" or "k", 0.5) / all,
            Level(sound => IpaAlphabet.Read(sound.Ipa) is [{ Manner: Manner.Vowel }, ..], 1) / all);
    }

    public static async Task<double> SpokenSecondsAsync(SpeechSynthesizer synthesizer, SpeechRequest request)
    {
        var utterance = await synthesizer.SpeakAsync(request);
        Espeak.ShouldBeSound(utterance, request.Text);
        return utterance.Phonemes[^1].Start - utterance.Phonemes[0].End;
    }

    /// <summary>Changes of rate and pitch do what they say and nothing else.</summary>
    public static async Task ShouldObeyAsync(SpeechSynthesizer synthesizer, string voice, string text)
    {
        var own = await synthesizer.SpeakAsync(new SpeechRequest(text, voice));
        var seconds = await SpokenSecondsAsync(synthesizer, new SpeechRequest(text, voice));
        foreach (var rate in new[] { 0.5, 1.5, 2 })
        {
            var changed = await SpokenSecondsAsync(synthesizer, new SpeechRequest(text, voice, Rate: rate));
            (changed * rate / seconds).ShouldBe(1, 0.12, $"{voice} at rate {rate}");
        }

        foreach (var semitones in new[] { -9.0, 5, 12 })
        {
            var changed = await synthesizer.SpeakAsync(new SpeechRequest(text, voice, Pitch: semitones));
            Espeak.ShouldBeSound(changed, text);
            (changed.Audio.Seconds / own.Audio.Seconds).ShouldBe(1, 0.06, $"{voice} at {semitones} semitones");
            var ratio = Espeak.FundamentalFrequency(changed.Audio) / Espeak.FundamentalFrequency(own.Audio);
            (12 * Math.Log2(ratio)).ShouldBe(semitones, 1.5, voice);
        }
    }

    /// <summary>A cancelled call ends soon, and so does its process.</summary>
    public static async Task ShouldCancelAsync(SpeechSynthesizer synthesizer, string voice, string program)
    {
        var before = Process.GetProcessesByName(program).Select(process => process.Id).ToHashSet();
        using var source = new CancellationTokenSource();
        var text = string.Concat(Enumerable.Repeat(Sentence + " ", 200));
        var call = synthesizer.SpeakAsync(new SpeechRequest(text, voice), new CancelOnReport(source), source.Token);
        await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TimeSpan.FromSeconds(30)));
        Process.GetProcessesByName(program).Select(process => process.Id).Where(id => !before.Contains(id)).ShouldBeEmpty();
    }

    private static double Rms(PcmAudio audio, double start, double end)
    {
        var part = audio.Samples.AsSpan((int)(start * audio.SampleRate)..(int)(end * audio.SampleRate)).ToArray();
        return Math.Sqrt(part.Sum(sample => (double)sample * sample) / Math.Max(1, part.Length));
    }

    private static async Task<SpeechSynthesizer> RequireAsync(ISpeechEngine engine, string? voice)
    {
        var voices = await engine.ListVoicesAsync(CancellationToken.None);
        Skip.If(voices.Count == 0, $"{engine.Name} is not installed");
        Skip.If(voice is not null && voices.All(known => known.Id != voice), $"{voice} is not installed");
        return Espeak.Speaking(engine);
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => source.Cancel();
    }
}
