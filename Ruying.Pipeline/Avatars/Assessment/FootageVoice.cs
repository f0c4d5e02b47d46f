using Ruying.Pipeline.Media;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>How the person speaks in footage.</summary>
internal static class FootageVoice
{
    /// <summary>Measures; without a sound, or without speech in it, there are no seconds of it.</summary>
    /// <param name="footage">After intake.</param>
    /// <param name="speech">Of each frame, whether somebody speaks.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    public static async Task<VoiceMeasures> MeasureAsync(NormalisedFootage footage, IReadOnlyList<bool> speech, CancellationToken cancellationToken)
    {
        if (footage.AudioPath16k is not { } path || !speech.Any(s => s))
        {
            return VoiceMeasures.None;
        }

        var measures = await Task.Run(() => VoiceMeter.Measure(WavFile.Read(path), speech, cancellationToken), cancellationToken).ConfigureAwait(false);
        var loudness = await LoudnessMeasure.OfAsync(path, "wav", "", most: null, cancellationToken).ConfigureAwait(false);
        return measures with { Loudness = loudness?.Integrated };
    }
}
