using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>Has the voices of espeak-ng read a sentence each and judges how they did.</summary>
public static class VoiceChecker
{
    private const string Numbers = "1 2 3 4 5 6 7 8 9 10";

    /// <summary>Checks the voices, also those that are not offered.</summary>
    /// <param name="language">Only voices of this language (<c>en</c> also checks <c>en-GB</c>); null for all.</param>
    /// <param name="cancellationToken">Stops after a voice.</param>
    /// <exception cref="EnvironmentException">espeak-ng is not installed, or failed.</exception>
    public static async IAsyncEnumerable<VoiceCheck> CheckAsync(string? language = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var engine = new EspeakEngine(new SpeechHostOptions { MaxHosts = 1 }, NullLogger.Instance);
        await using (engine.ConfigureAwait(false))
        {
            foreach (var voice in await engine.ListVoicesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (language is null || voice.Language.Equals(language, StringComparison.OrdinalIgnoreCase) || voice.Language.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase))
                {
                    yield return await CheckAsync(engine, voice, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Checks a voice.</summary>
    internal static async Task<VoiceCheck> CheckAsync(EspeakEngine engine, Voice voice, CancellationToken cancellationToken)
    {
        var sentence = Sentence(voice.Language);
        return VoiceCheck.From(voice, sentence, await engine.TranscribeRawAsync(sentence, voice.Id, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The sentence of a language, or of the language that it is a variety of.</summary>
    internal static string Sentence(string language)
    {
        using var reader = new StreamReader(typeof(VoiceChecker).Assembly.GetManifestResourceStream("sentences.txt")!);
        var (own, primary) = ((string?)null, (string?)null);
        while (reader.ReadLine() is { } line)
        {
            var (tag, text) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            own = tag.Equals(language, StringComparison.OrdinalIgnoreCase) ? text : own;
            primary = tag == LanguageVoices.Primary(language) ? text : primary;
        }

        return own ?? primary ?? Numbers;
    }
}
