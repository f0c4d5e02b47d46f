using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>Mouth motion from timed speech sounds, for synthesised speech. Safe to share between threads.</summary>
public sealed class PhonemeMotionModel
{
    private readonly MotionNetwork _network;

    /// <summary>Wraps the model <c>mouth-motion-phonemes</c>.</summary>
    /// <param name="session">Not disposed here.</param>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public PhonemeMotionModel(InferenceSession session) =>
        _network = new MotionNetwork(session, "features", PhonemeFeatures.Count, PhonemeFeatures.RowsPerFrame);

    /// <summary>Predicts the whole clip at once, neither gated, fitted nor closed yet (<see cref="MotionDirector"/> does all).</summary>
    /// <param name="phonemes">In order; gaps are pauses.</param>
    /// <param name="seconds">Length of the sound.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><see cref="Clock.FramesFor"/> frames.</returns>
    public MouthMotion Predict(IReadOnlyList<PhonemeTiming> phonemes, double seconds, CancellationToken cancellationToken = default)
    {
        var frames = Clock.FramesFor(seconds);
        return _network.Predict(frames, (first, count) => PhonemeFeatures.Sample(phonemes, count, first), cancellationToken);
    }
}
