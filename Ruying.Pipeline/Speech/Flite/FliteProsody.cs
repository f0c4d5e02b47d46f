using System.Globalization;

namespace Ruying.Pipeline.Speech.Flite;

/// <summary>Speed and pitch as flite wants them.</summary>
/// <param name="Arguments">For the command line.</param>
/// <param name="Speed">By how much the sound has to be resampled; see <see cref="Resampling"/>. The arguments allow for it.</param>
internal sealed record FliteProsody(IReadOnlyList<string> Arguments, double Speed)
{
    /// <param name="voice">Who speaks.</param>
    /// <param name="rate">0.5 to 2.</param>
    /// <param name="semitones">-12 to 12.</param>
    public static FliteProsody From(FliteVoice voice, double rate, double semitones)
    {
        var factor = Math.Pow(2, semitones / 12);
        var speed = voice.Pitch is null ? factor : 1;
        var arguments = new List<string> { "--setf", Setting("duration_stretch", voice.Stretch / rate * speed) };
        if (voice.Pitch is var (mean, deviation) && semitones != 0)
        {
            arguments.AddRange(["--setf", Setting("int_f0_target_mean", mean * factor), "--setf", Setting("int_f0_target_stddev", deviation * factor)]);
        }

        return new FliteProsody(arguments, speed);
    }

    private static string Setting(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.0000}");
}
