using System.Globalization;
using Ruying.Pipeline.Media;

namespace Ruying.Training.Sample;

/// <summary>What the sample says, by flite's voice slt: sound and the times of its phones.</summary>
/// <param name="Audio">16 kHz, with the silences before, between and after the sentences.</param>
/// <param name="Phones">In order; the silences are left out.</param>
internal sealed record SampleVoice(PcmAudio Audio, IReadOnlyList<Phone> Phones)
{
    private const int Rate = 16_000;
    private const double Before = 2.0;
    private const double Between = 0.45;
    private const double After = 1.6;

    /// <summary>Speaks sentences one after another.</summary>
    public static async Task<SampleVoice> SpeakAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var samples = new List<float>(new float[(int)(Before * Rate)]);
        var phones = new List<Phone>();
        var folder = Directory.CreateTempSubdirectory("ruying-sample-");
        try
        {
            foreach (var sentence in sentences)
            {
                var wav = Path.Combine(folder.FullName, "sentence.wav");
                var printed = await ProgramRun.OutputAsync("flite", ["-voice", "slt", "-psdur", "-t", sentence, "-o", wav], cancellationToken);
                var offset = (double)samples.Count / Rate;
                phones.AddRange(Parse(printed, offset));
                samples.AddRange((await AudioReader.ReadAsync(wav, Rate, cancellationToken: cancellationToken)).Samples);
                samples.AddRange(new float[(int)(Between * Rate)]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        samples.AddRange(new float[(int)((After - Between) * Rate)]);
        var peak = samples.Max(MathF.Abs);
        return new SampleVoice(new PcmAudio([.. samples.Select(s => s * 0.7f / peak)], Rate), phones);
    }

    private static IEnumerable<Phone> Parse(string printed, double offset)
    {
        var start = 0.0;
        foreach (var item in printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = item.Split(':');
            var end = double.Parse(parts[1], CultureInfo.InvariantCulture);
            if (parts[0] != "pau")
            {
                yield return new Phone(parts[0], offset + start, offset + end);
            }

            start = end;
        }
    }
}
