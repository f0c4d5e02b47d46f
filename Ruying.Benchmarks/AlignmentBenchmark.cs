using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Flite;

namespace Ruying.Benchmarks;

/// <summary>
/// How well the words of a sound are found whose engine does not tell them, in milliseconds between the starts found and those known:
/// espeak-ng in another voice, flite, and real people where <c>--aligned FOLDER</c> holds footage with <c>.align</c> files of word times.
/// </summary>
/// <param name="aligned">The folder; null for none.</param>
public sealed class AlignmentBenchmark(string? aligned) : IBenchmark
{
    /// <summary>Clips taken of each folder.</summary>
    private const int Clips = 6;

    private static readonly string[] Sentences =
    [
        "A rainbow is a circular arc of light, caused by reflection and refraction in drops of water.",
        "When the sun is low, the bow stands high; perhaps somebody will see the whole of it from a plane.",
        "Most people know seven colours: red, orange, yellow, green, blue, indigo and violet.",
    ];

    public string Name => "alignment";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using var sessions = new OnnxSessions(new PipelineOptions());
        await using var espeak = new EspeakEngine(new SpeechHostOptions(), NullLogger.Instance);
        await using var flite = new FliteEngine(NullLogger.Instance);
        var timer = new SentenceTimer(espeak, new(() => SpeechWarp.Open(sessions)));
        var figures = new Dictionary<string, double>();
        await SynthesisedAsync("espeak_other_voice", espeak, "en-gb-x-rp");
        foreach (var voice in await flite.ListVoicesAsync(cancellationToken))
        {
            await SynthesisedAsync(voice.Id.Replace(':', '_'), flite, voice.Id);
        }

        if (aligned is not null)
        {
            await PeopleAsync(aligned);
        }

        return figures;

        async Task SynthesisedAsync(string name, ISpeechEngine engine, string id)
        {
            var voice = (await engine.ListVoicesAsync(cancellationToken)).First(v => v.Id == id);
            var errors = new List<double>();
            foreach (var sentence in Sentences)
            {
                var spoken = await engine.SpeakAsync(new SentenceRequest(sentence, voice, 0.9, 2), cancellationToken);
                var timed = await timer.TimeAsync(sentence, "en-US", spoken with { Phonemes = [], Words = [] }, cancellationToken: cancellationToken);
                errors.AddRange(timed.Words.Zip(spoken.Words, (a, b) => Math.Abs(a.Start - b.Start) / (double)spoken.SampleRate));
            }

            Add(name, errors);
        }

        async Task PeopleAsync(string folder)
        {
            var errors = new List<double>();
            var files = Directory.EnumerateFiles(folder, "*" + GridAlignment.Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            foreach (var path in files.GroupBy(Path.GetDirectoryName).SelectMany(g => g.Take(Clips)))
            {
                var words = GridAlignment.Read(path);
                var clip = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + ".m*").First();
                var sound = await AudioReader.ReadAsync(clip, Clock.ModelSampleRate, cancellationToken: cancellationToken);
                var (first, last) = ((int)(words[0].Start * sound.SampleRate), Math.Min((int)(words[^1].End * sound.SampleRate), sound.Samples.Length));
                var spoken = new SpokenSentence(SpokenSentence.ToPcm(sound.Samples[first..last]), sound.SampleRate, [], []);
                var timed = await timer.TimeAsync(string.Join(' ', words.Select(w => w.Text)), "en-GB", spoken, cancellationToken: cancellationToken);
                if (timed.Words.Count == words.Count)
                {
                    errors.AddRange(timed.Words.Zip(words, (a, b) => Math.Abs(((double)a.Start / sound.SampleRate) + words[0].Start - b.Start)).Skip(1));
                }
            }

            Add("people", errors);
        }

        void Add(string name, List<double> errors)
        {
            errors.Sort();
            figures[$"{name}_words"] = errors.Count;
            figures[$"{name}_median_ms"] = 1000 * errors[errors.Count / 2];
            figures[$"{name}_p95_ms"] = 1000 * errors[(int)(errors.Count * 0.95)];
        }
    }
}
