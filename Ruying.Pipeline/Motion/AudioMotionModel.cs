using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Motion;

/// <summary>Mouth motion from sound alone, for recordings. Safe to share between threads.</summary>
public sealed class AudioMotionModel
{
    private readonly MotionNetwork _network;
    private readonly SpeechEmbedding _embedding;

    /// <summary>Wraps the models <c>speech-embedding</c> and <c>mouth-motion-audio</c>.</summary>
    /// <param name="embedding">Hears.</param>
    /// <param name="session">Moves the mouth by what is heard; not disposed here.</param>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public AudioMotionModel(SpeechEmbedding embedding, InferenceSession session)
    {
        _embedding = embedding;
        _network = new MotionNetwork(session, "features", SpeechEmbedding.Features, rowsPerFrame: 1);
        Identity = session.ModelMetadata.GraphName;
    }

    /// <summary>Another for every training: what was learned about the model's last layer holds for this one only.</summary>
    public string Identity { get; }

    /// <summary>Opens both models of an installation.</summary>
    /// <param name="sessions">Lends the networks.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.wrong_kind</c>.</exception>
    public static AudioMotionModel Open(Models.OnnxSessions sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return new AudioMotionModel(new SpeechEmbedding(sessions.Get("speech-embedding")), sessions.Get("mouth-motion-audio"));
    }

    /// <summary>Predicts the whole clip, neither gated nor fitted yet (<see cref="MotionDirector"/> does both).</summary>
    /// <param name="sound">16 kHz; its level does not matter.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><see cref="Clock.FramesFor"/> frames.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public MouthMotion Predict(ISound sound, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != Clock.ModelSampleRate)
        {
            throw new ArgumentException($"Sound of {Clock.ModelSampleRate} Hz is needed.", nameof(sound));
        }

        var frames = Clock.FramesFor(sound.Seconds);
        return _network.Predict(frames, _embedding.Open(LogMel.NormaliseLevel(sound), frames, cancellationToken), cancellationToken);
    }
}
