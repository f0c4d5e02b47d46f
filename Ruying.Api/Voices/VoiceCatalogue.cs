using Ruying.Api.Jobs;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Voices;

/// <summary>The machine's voices, asked for once.</summary>
public sealed class VoiceCatalogue(IPipeline pipeline)
{
    private IReadOnlyList<Voice>? _voices;

    /// <summary>Voices in the order of their language; of one language if asked for (<c>en</c> takes in <c>en-gb</c>).</summary>
    /// <exception cref="Ruying.Pipeline.EnvironmentException">No engine is installed (<c>speech.engine_missing</c>).</exception>
    public async Task<IReadOnlyList<Voice>> ListAsync(string? language, CancellationToken cancellationToken)
    {
        // Two requests at once may both ask: the answer is the same.
        _voices ??= [.. (await pipeline.ListVoicesAsync(cancellationToken)).OrderBy(v => v.Language, StringComparer.Ordinal).ThenBy(v => v.Name, StringComparer.Ordinal)];
        return string.IsNullOrWhiteSpace(language) ? _voices : [.. _voices.Where(v => Speaks(v, language.Trim()))];
    }

    private static bool Speaks(Voice voice, string language) =>
        voice.Language.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (voice.Language.Length == language.Length || voice.Language[language.Length] == '-');
}
