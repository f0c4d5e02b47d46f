using Ruying.Api.Jobs;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Voices;

/// <summary>The machine's voices, asked for once, and again when models came or went.</summary>
public sealed class VoiceCatalogue(IPipeline pipeline)
{
    private (string Models, IReadOnlyList<Voice> Voices)? _known;

    /// <summary>Voices in the order of their language; of one language if asked for (<c>en</c> takes in <c>en-gb</c>).</summary>
    /// <exception cref="Ruying.Pipeline.EnvironmentException">No engine is installed (<c>speech.engine_missing</c>).</exception>
    public async Task<IReadOnlyList<Voice>> ListAsync(string? language, CancellationToken cancellationToken)
    {
        // Another server may have pulled one. Two requests at once may both ask: the answer is the same.
        var models = string.Join('\n', pipeline.Models.List().Select(model => $"{model.Name} {model.Sha256}"));
        if (_known is not { } known || known.Models != models)
        {
            _known = known = (models, [.. (await pipeline.ListVoicesAsync(cancellationToken)).OrderBy(v => v.Language, StringComparer.Ordinal).ThenBy(v => v.Name, StringComparer.Ordinal)]);
        }

        return string.IsNullOrWhiteSpace(language) ? known.Voices : [.. known.Voices.Where(v => Speaks(v, language.Trim()))];
    }

    private static bool Speaks(Voice voice, string language) =>
        voice.Language.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (voice.Language.Length == language.Length || voice.Language[language.Length] == '-');
}
