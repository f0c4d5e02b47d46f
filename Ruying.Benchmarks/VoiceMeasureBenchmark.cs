using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Benchmarks;

/// <summary>
/// How well pitch and speaking rate are measured: on synthesisers that were told what to do, under noise, and on people where
/// <c>--people FOLDER</c> holds recordings or footage of them.
/// </summary>
/// <param name="people">The folder; null for none.</param>
public sealed class VoiceMeasureBenchmark(string? people) : IBenchmark
{
    private const string Script = """
        A rainbow is a meteorological phenomenon that is caused by reflection, refraction and dispersion of light in water droplets,
        resulting in a spectrum of light appearing in the sky. It takes the form of a multicoloured circular arc.
        """;

    /// <summary>Voices and the mean pitch that they are told to speak with, where it is known.</summary>
    private static readonly (string Voice, double? Hertz)[] Told =
        [("en-us", null), ("en-us+f3", null), ("flite:slt", 172), ("flite:awb", 132), ("flite:kal16", 95)];

    private static readonly double[] Semitones = [-6, -3, 3, 6];
    private static readonly double[] Rates = [0.5, 0.7, 0.85, 1.2, 1.5, 2];

    public string Name => "voice_measure";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using var sessions = new OnnxSessions(new PipelineOptions());
        await using var synthesizer = SpeechSynthesizer.Local(sessions);
        var activity = new VoiceActivity(sessions.Get("voice-activity", threads: 1));
        var figures = new Dictionary<string, double>();
        foreach (var (id, hertz) in Told)
        {
            await SynthesisedAsync(id, hertz);
        }

        string[] files = people is null ? [] : [.. Directory.EnumerateFiles(people, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (var path in files)
        {
            if (await MediaSniffer.SniffAsync(path, cancellationToken) is not null)
            {
                var sound = await AudioReader.ReadAsync(path, Clock.ModelSampleRate, cancellationToken: cancellationToken);
                Add(Path.GetRelativePath(people!, path), Measure(sound));
            }
        }

        return figures;

        VoiceMeasures Measure(PcmAudio sound) => VoiceMeter.Measure(sound, activity, cancellationToken);

        async Task SynthesisedAsync(string id, double? hertz)
        {
            var own = await SpokenAsync(1, 0);
            var name = id.Replace(':', '_').Replace('-', '_').Replace('+', '_');
            var before = Measure(own);
            Add(name, before);
            if (hertz is { } told)
            {
                figures[$"{name}_told_hz"] = told;
            }

            foreach (var semitones in Semitones)
            {
                figures[$"{name}_pitch_{semitones}"] = 12 * Math.Log2(Measure(await SpokenAsync(1, semitones)).Pitch!.Median / before.Pitch!.Median);
            }

            foreach (var rate in Rates)
            {
                figures[$"{name}_rate_{rate}"] = Measure(await SpokenAsync(rate, 0)).SyllablesPerSecond!.Value / before.SyllablesPerSecond!.Value;
            }

            foreach (var decibels in new[] { 15, 5 })
            {
                var noisy = Measure(Noisy(own, decibels));
                figures[$"{name}_noise_{decibels}_semitones"] = 12 * Math.Log2((noisy.Pitch?.Median ?? double.NaN) / before.Pitch!.Median);
                figures[$"{name}_noise_{decibels}_rate"] = (noisy.SyllablesPerSecond ?? double.NaN) / before.SyllablesPerSecond!.Value;
            }

            async Task<PcmAudio> SpokenAsync(double rate, double semitones)
            {
                var spoken = await synthesizer.SpeakAsync(new SpeechRequest(Script, id, rate, semitones), cancellationToken: cancellationToken);
                return await AudioReader.ResampleAsync(spoken.Audio, Clock.ModelSampleRate, cancellationToken);
            }
        }

        void Add(string name, VoiceMeasures measures)
        {
            figures[$"{name}_hz"] = measures.Pitch?.Median ?? 0;
            figures[$"{name}_low_hz"] = measures.Pitch?.Low ?? 0;
            figures[$"{name}_high_hz"] = measures.Pitch?.High ?? 0;
            figures[$"{name}_voiced"] = measures.VoicedShare;
            figures[$"{name}_syllables"] = measures.SyllablesPerSecond ?? 0;
        }
    }

    /// <summary>White noise, so many dB under the sound.</summary>
    private static PcmAudio Noisy(PcmAudio sound, double decibels)
    {
        var random = new Random(1);
        var level = Math.Sqrt(sound.Samples.Average(s => (double)s * s)) * Math.Pow(10, -decibels / 20) * Math.Sqrt(12);
        return sound with { Samples = [.. sound.Samples.Select(s => (float)(s + ((random.NextDouble() - 0.5) * level)))] };
    }
}
