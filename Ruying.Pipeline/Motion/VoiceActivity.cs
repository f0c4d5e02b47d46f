using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Motion;

/// <summary>Hears where somebody speaks (Silero VAD). One instance may serve several callers.</summary>
/// <param name="session">The model <c>voice-activity</c>; not disposed here.</param>
public sealed class VoiceActivity(InferenceSession session)
{
    private const int Block = 512, Context = 64, StateSize = 128;

    /// <summary>How likely speech is in each picture frame.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="cancellationToken">Stops between blocks of 32 ms.</param>
    /// <returns>0 to 1, one for each of <see cref="Clock.FramesFor"/> frames: the highest of the blocks that touch it.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public float[] Listen(ISound sound, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != Clock.ModelSampleRate)
        {
            throw new ArgumentException($"Sound of {Clock.ModelSampleRate} Hz is needed.", nameof(sound));
        }

        var frames = new float[Clock.FramesFor(sound.Seconds)];
        var input = new float[Context + Block];
        var state = new float[2 * StateSize];
        long[] rate = [sound.SampleRate];
        using var options = new RunOptions();
        for (var start = 0L; start < sound.Length; start += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            input.AsSpan(Block).CopyTo(input);
            sound.Read(start, input.AsSpan(Context));
            using var inputValue = OrtValue.CreateTensorValueFromMemory(input, [1, Context + Block]);
            using var stateValue = OrtValue.CreateTensorValueFromMemory(state, [2, 1, StateSize]);
            using var rateValue = OrtValue.CreateTensorValueFromMemory(rate, []);
            using var outputs = session.Run(options, ["input", "state", "sr"], [inputValue, stateValue, rateValue], session.OutputNames);
            var probability = outputs[0].GetTensorDataAsSpan<float>()[0];
            outputs[1].GetTensorDataAsSpan<float>().CopyTo(state);
            var samplesPerFrame = sound.SampleRate / Clock.FramesPerSecond;
            for (var frame = (int)(start / samplesPerFrame); frame <= (start + Block - 1) / samplesPerFrame && frame < frames.Length; frame++)
            {
                frames[frame] = Math.Max(frames[frame], probability);
            }
        }

        return frames;
    }
}
