using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>From speech to the motion that one person's mouth makes: predict, gate, fit, emphasise, close. The order matters and is kept here.</summary>
/// <param name="phonemeModel">For synthesised speech.</param>
/// <param name="audioModel">For recordings.</param>
/// <param name="voiceActivity">Hears the silences of recordings.</param>
public sealed class MotionDirector(PhonemeMotionModel phonemeModel, AudioMotionModel audioModel, VoiceActivity voiceActivity)
{
    /// <summary>Motion for synthesised speech, by its phonemes.</summary>
    /// <param name="phonemes">What was said; a stop begins with its closure, not with its burst.</param>
    /// <param name="sound">The speech itself, any rate.</param>
    /// <param name="fit">The person's range, with the expressiveness asked for.</param>
    /// <param name="neutral">The person's neutral mouth, 45 points as x, y, in neutral mouth widths; empty to leave crossing lips.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><see cref="Clock.FramesFor"/> frames; exactly 0 in pauses.</returns>
    public MouthMotion FromSpeech(IReadOnlyList<PhonemeTiming> phonemes, ISound sound, SpeakerFit fit, ReadOnlySpan<float> neutral, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentNullException.ThrowIfNull(fit);
        var motion = phonemeModel.Predict(phonemes, sound.Seconds, cancellationToken);
        var speech = SilenceGate.FromPhonemes(phonemes, motion.Frames);
        SilenceGate.Apply(motion, speech);
        fit.Apply(motion);

        // Phonemes do not tell how loud they are said; the audio model hears it and needs no second telling.
        Emphasis.Apply(motion, Emphasis.Gains(sound, motion.Frames));
        Closures.Apply(motion, phonemes);
        return Finish(motion with { Speech = speech }, neutral);
    }

    /// <summary>Motion for a recording, by its sound.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="fit">As in <see cref="FromSpeech"/>.</param>
    /// <param name="neutral">As in <see cref="FromSpeech"/>.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><see cref="Clock.FramesFor"/> frames; exactly 0 where nobody speaks.</returns>
    public MouthMotion FromSound(ISound sound, SpeakerFit fit, ReadOnlySpan<float> neutral, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var motion = audioModel.Predict(sound, cancellationToken);
        fit.Head?.Apply(audioModel.Identity, motion);
        motion = motion with { Hidden = [] };
        var speech = SilenceGate.FromProbabilities(voiceActivity.Listen(sound, cancellationToken));
        SilenceGate.Apply(motion, speech);
        fit.Apply(motion);
        return Finish(motion with { Speech = speech }, neutral);
    }

    /// <summary>Learns how a person moves from footage with its own sound.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="real">The footage's own motion.</param>
    /// <param name="usable">Frames in which the mouth was seen; only these are learned from.</param>
    /// <param name="cancellationToken">Stops within milliseconds while the models run.</param>
    public SpeakerFit Learn(ISound sound, MouthMotion real, ReadOnlySpan<bool> usable, CancellationToken cancellationToken = default)
    {
        const float Speaking = 0.5f;
        var motion = audioModel.Predict(sound, cancellationToken);
        var gate = SilenceGate.FromProbabilities(voiceActivity.Listen(sound, cancellationToken));
        var speaking = usable.ToArray();
        for (var i = 0; i < speaking.Length; i++)
        {
            speaking[i] &= i < gate.Length && gate[i] >= Speaking;
        }

        var head = PersonalHead.Learn(audioModel.Identity, motion, real, speaking);
        head?.Apply(audioModel.Identity, motion);
        SilenceGate.Apply(motion, gate);
        return SpeakerFit.Measure(motion, real, usable) with { Head = head };
    }

    private static MouthMotion Finish(MouthMotion motion, ReadOnlySpan<float> neutral)
    {
        if (!neutral.IsEmpty)
        {
            Closures.KeepLipsApart(motion, neutral);
        }

        return motion;
    }
}
