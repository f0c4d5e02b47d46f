using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Flite;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>Chooses the voice that an avatar speaks a language with, and how far it is moved towards what was measured of the person.</summary>
public sealed class VoiceFitter
{
    /// <summary>Bounds of the rate: beyond them speech sounds hurried or drawn out.</summary>
    public const double LeastRate = 0.8, MostRate = 1.25;

    /// <summary>How far the melody may be moved, in semitones: further away than a speaker's own range of moods it sounds forced.</summary>
    private const double MostMelody = 4;

    /// <summary>
    /// The same for engines that play the sound faster or slower, which moves the formants too: men's and women's lie less than three
    /// semitones apart (Peterson and Barney 1952), so that further on somebody else speaks.
    /// </summary>
    private const double MostPlayed = 3;

    /// <summary>Up to here nobody hears that a voice was moved, and the better voice counts for more.</summary>
    private const double Unheard = 2;

    /// <summary>Between men's voices and women's, hertz.</summary>
    private const double Registers = 160;

    /// <summary>Factor on the distance to a voice of the other register: a man's voice made high is no woman's.</summary>
    private const double OtherRegister = 3;

    /// <summary>Most voices of one engine that are tried: some networks have hundreds of speakers.</summary>
    private const int MostTried = 16;

    private readonly ISpeechSynthesizer _speech;
    private readonly MeasuredVoices _voices;

    internal VoiceFitter(ISpeechSynthesizer speech, MeasuredVoices voices) => (_speech, _voices) = (speech, voices);

    /// <summary>Chooses. The first call for a language measures voices, which takes seconds; what was measured is kept.</summary>
    /// <param name="person">What was measured of the person; null where nothing was.</param>
    /// <param name="choice">What the user set; null for nothing.</param>
    /// <param name="language">BCP 47 tag of what is to be said.</param>
    /// <param name="cancellationToken">Stops within a sentence.</param>
    /// <returns>Without a measured pitch: the language's default voice as it is.</returns>
    /// <exception cref="ScriptException">No voice speaks the language (<c>language.unknown</c>), or the chosen one is not there any more (<c>voice.unknown</c>).</exception>
    /// <exception cref="EnvironmentException">There is no speech engine (<c>speech.engine_missing</c>).</exception>
    public async Task<FittedVoice> FitAsync(VoiceMeasures? person, VoiceChoice? choice, string language, CancellationToken cancellationToken = default)
    {
        var catalog = await _speech.GetCatalogAsync(cancellationToken).ConfigureAwait(false);
        var chosen = choice?.Voice is { } id ? catalog.Find(id) : null;
        if (chosen is not null && LanguageVoices.Primary(chosen.Language) != LanguageVoices.Primary(catalog.Default(language).Language))
        {
            (chosen, choice) = (null, null);
        }

        var (voice, own) = chosen is not null ? (chosen, person is null ? null : await _voices.OfAsync(chosen, cancellationToken).ConfigureAwait(false))
            : person?.Pitch is { } pitch ? await NearestAsync(catalog, language, pitch.Median, cancellationToken).ConfigureAwait(false)
            : (catalog.Default(language), null);
        var semitones = Semitones(person, own);

        // Half of the way: the person may speak a language of slower or faster syllables, and what was counted is a tenth off either way.
        var rate = person?.SyllablesPerSecond is { } persons && own?.SyllablesPerSecond is { } voices and > 0 ? Math.Sqrt(persons / voices) : 1;
        return new FittedVoice(
            voice,
            choice?.Pitch ?? Math.Round(Math.Clamp(semitones, -Most(voice), Most(voice)), 1),
            choice?.Rate ?? Math.Round(Math.Clamp(rate, LeastRate, MostRate), 2),
            own?.Pitch?.Median);
    }

    private static double Semitones(VoiceMeasures? person, VoiceMeasures? own) =>
        person?.Pitch is { } wanted && own?.Pitch is { } has ? 12 * Math.Log2(wanted.Median / has.Median) : 0;

    private static double Most(Voice voice) => voice.Engine is EspeakVoices.Engine or FliteVoices.Engine ? MostMelody : MostPlayed;

    private async Task<(Voice Voice, VoiceMeasures? Own)> NearestAsync(VoiceCatalog catalog, string language, double hertz, CancellationToken cancellationToken)
    {
        (Voice Voice, VoiceMeasures? Own, double Away) best = (catalog.Default(language), null, double.MaxValue);
        foreach (var group in catalog.Groups(language))
        {
            foreach (var voice in WithSpeakers(group).Take(MostTried))
            {
                var own = await _voices.OfAsync(voice, cancellationToken).ConfigureAwait(false);
                if (own?.Pitch is not { } pitch)
                {
                    continue;
                }

                var away = Math.Abs(12 * Math.Log2(hertz / pitch.Median)) * (hertz < Registers == pitch.Median < Registers ? 1 : OtherRegister);
                if (away <= Unheard)
                {
                    return (voice, own);
                }

                best = away < best.Away ? (voice, own, away) : best;
            }

            // A less natural engine, or another country's voice, only where this one cannot reach.
            if (best.Away <= Most(best.Voice))
            {
                break;
            }
        }

        return (best.Voice, best.Own);
    }

    private static IEnumerable<Voice> WithSpeakers(IReadOnlyList<Voice> group) => group[0].Engine == EspeakVoices.Engine
        ? EspeakVariants.Names.Select(name => EspeakVariants.Of(group[0], name)).Prepend(group[0])
        : group;
}
