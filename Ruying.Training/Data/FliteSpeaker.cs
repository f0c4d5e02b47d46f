using System.Globalization;
using Ruying.Pipeline.Speech;
using Ruying.Training.Sample;

namespace Ruying.Training.Data;

/// <summary>Speaks English with flite, whose voices were cut from recordings of people: nearer to real speech than rules are.</summary>
internal static class FliteSpeaker
{
    /// <summary>A Scot, two Americans (a man and a woman) and an old diphone voice.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["awb", "rms", "slt", "kal16"];

    private const string Pause = "pau";

    /// <summary>Speaks a sentence into a WAV file.</summary>
    /// <param name="voice">One of <see cref="Voices"/>.</param>
    /// <param name="text">English.</param>
    /// <param name="stretch">Length against the voice's own, such as 1.1.</param>
    /// <param name="wav">Written at 16 kHz.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>The sounds and their times; pauses are left out.</returns>
    /// <exception cref="Pipeline.EnvironmentException">flite is not installed.</exception>
    public static async Task<IReadOnlyList<PhonemeTiming>> SpeakAsync(string voice, string text, double stretch, string wav, CancellationToken cancellationToken)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"duration_stretch={stretch}");
        var printed = await ProgramRun.OutputAsync("flite", ["-voice", voice, "--setf", setting, "-psdur", "-t", text, "-o", wav], cancellationToken).ConfigureAwait(false);
        return Parse(printed);
    }

    /// <summary>Reads <c>phone:end</c> pairs.</summary>
    internal static IReadOnlyList<PhonemeTiming> Parse(string printed)
    {
        var phonemes = new List<PhonemeTiming>();
        var start = 0.0;
        foreach (var item in printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            var end = double.Parse(item.AsSpan(colon + 1), CultureInfo.InvariantCulture);
            if (item[..colon] != Pause && end > start)
            {
                phonemes.Add(new PhonemeTiming(Ipa(item[..colon]), start, end));
            }

            start = end;
        }

        return phonemes;
    }

    /// <summary>CMU's phones, as flite writes them, in IPA.</summary>
    private static string Ipa(string phone) => phone switch
    {
        "aa" => "ɑ",
        "ae" => "æ",
        "ah" => "ʌ",
        "ao" => "ɔ",
        "aw" => "aʊ",
        "ax" => "ə",
        "ay" => "aɪ",
        "ch" => "tʃ",
        "dh" => "ð",
        "dx" => "ɾ",
        "eh" => "ɛ",
        "er" => "ɜ˞",
        "ey" => "eɪ",
        "hh" => "h",
        "ih" => "ɪ",
        "iy" => "i",
        "jh" => "dʒ",
        "ng" => "ŋ",
        "ow" => "oʊ",
        "oy" => "ɔɪ",
        "r" => "ɹ",
        "sh" => "ʃ",
        "th" => "θ",
        "uh" => "ʊ",
        "uw" => "u",
        "y" => "j",
        "zh" => "ʒ",
        _ => phone,
    };
}
