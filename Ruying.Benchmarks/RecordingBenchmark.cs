using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Benchmarks;

/// <summary>
/// How well the words of recordings are found whose text is known, in milliseconds between the starts found and those known: clips of one
/// person after another, where <c>--aligned FOLDER</c> holds footage with <c>.align</c> files of word times.
/// </summary>
/// <param name="aligned">The folder; null for none.</param>
public sealed class RecordingBenchmark(string? aligned) : IBenchmark
{
    /// <summary>Clips taken of each person: about a minute.</summary>
    private const int Clips = 20;

    public string Name => "recording";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using var sessions = new OnnxSessions(new PipelineOptions());
        await using var synthesizer = SpeechSynthesizer.Local(sessions);
        var figures = new Dictionary<string, double>();
        var errors = new List<double>();
        IEnumerable<string> files = aligned is null ? [] : Directory.EnumerateFiles(aligned, "*" + GridAlignment.Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        foreach (var person in files.GroupBy(Path.GetDirectoryName))
        {
            var (sound, known, text) = (new List<float>(), new List<double>(), new List<string>());
            foreach (var path in person.Take(Clips))
            {
                var words = GridAlignment.Read(path);
                var clip = Directory.EnumerateFiles(person.Key!, Path.GetFileNameWithoutExtension(path) + ".m*").First();
                known.AddRange(words.Select(w => ((double)sound.Count / Clock.ModelSampleRate) + w.Start));
                sound.AddRange((await AudioReader.ReadAsync(clip, Clock.ModelSampleRate, cancellationToken: cancellationToken)).Samples);
                text.Add(char.ToUpperInvariant(words[0].Text[0]) + string.Join(' ', words.Select(w => w.Text))[1..] + ".");
            }

            var times = await synthesizer.TimeAsync(string.Join(' ', text), "en-GB", new PcmAudio([.. sound], Clock.ModelSampleRate), cancellationToken);
            if (times.Words.Count == known.Count)
            {
                List<double> own = [.. times.Words.Zip(known, (a, b) => Math.Abs(a.Start - b)).Order()];
                errors.AddRange(own);
                figures[$"{Path.GetFileName(person.Key)}_median_ms"] = 1000 * own[own.Count / 2];
            }
        }

        errors.Sort();
        if (errors.Count > 0)
        {
            figures["words"] = errors.Count;
            figures["median_ms"] = 1000 * errors[errors.Count / 2];
            figures["p95_ms"] = 1000 * errors[(int)(errors.Count * 0.95)];
        }

        return figures;
    }
}
