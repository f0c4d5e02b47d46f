using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Motion;

/// <summary>Mouth motion from sound alone, for recordings. Safe to share between threads.</summary>
public sealed class AudioMotionModel
{
    private const int ColumnsPerFrame = Clock.ModelSampleRate / Clock.FramesPerSecond / LogMel.Hop;
    private readonly MotionNetwork _network;
    private readonly LogMel _mel = new();

    /// <summary>Wraps the model <c>mouth-motion-audio</c>.</summary>
    /// <param name="session">Not disposed here.</param>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public AudioMotionModel(InferenceSession session)
    {
        _network = new MotionNetwork(session, "mel", LogMel.Bands, ColumnsPerFrame);
        Identity = session.ModelMetadata.GraphName;
    }

    /// <summary>Another for every training: what was learned about the model's last layer holds for this one only.</summary>
    public string Identity { get; }

    /// <summary>Predicts the whole clip, neither gated nor fitted yet (<see cref="MotionDirector"/> does both).</summary>
    /// <param name="sound">16 kHz; its level does not matter.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><see cref="Clock.FramesFor"/> frames.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public MouthMotion Predict(PcmAudio sound, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != Clock.ModelSampleRate)
        {
            throw new ArgumentException($"Sound of {Clock.ModelSampleRate} Hz is needed.", nameof(sound));
        }

        var samples = LogMel.NormaliseLevel(sound.Samples);
        return _network.Predict(
            Clock.FramesFor(sound.Seconds),
            (first, count) => _mel.Compute(samples, count * ColumnsPerFrame, first * ColumnsPerFrame),
            cancellationToken);
    }
}
