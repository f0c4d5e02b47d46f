namespace Ruying.Pipeline.Motion;

/// <summary>How this person moves the mouth compared with the model's; kept in the avatar.</summary>
/// <param name="Width">Gain on sideways movement, 0.6 to 1.4: smiles and turns of the head widen the mouth too, and are not speech.</param>
/// <param name="Aperture">Gain on up and down movement, 0.6 to 2.</param>
/// <param name="Head">Corrects what the audio model hears, before the gains; null where the footage had too little speech or no need.</param>
public sealed record SpeakerFit(float Width, float Aperture, PersonalHead? Head = null)
{
    private const float Least = 0.6f, MostWidth = 1.4f, MostAperture = 2;
    private const int FewestFrames = 50;

    /// <summary>The model's own range.</summary>
    public static SpeakerFit None { get; } = new(1, 1);

    /// <summary>Compares the person's footage with what the model says to its sound.</summary>
    /// <param name="predicted">The model's motion for the footage's sound, gated as it will be used.</param>
    /// <param name="real">The footage's own motion, as long or longer.</param>
    /// <param name="usable">Frames in which the mouth was seen.</param>
    /// <returns>Ratios of the standard deviations; 1 with under 2 s of usable frames or where nothing moves.</returns>
    public static SpeakerFit Measure(MouthMotion predicted, MouthMotion real, ReadOnlySpan<bool> usable)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(real);
        var frames = new List<int>();
        for (var i = 0; i < Math.Min(Math.Min(predicted.Frames, real.Frames), usable.Length); i++)
        {
            if (usable[i])
            {
                frames.Add(i);
            }
        }

        return frames.Count < FewestFrames
            ? None
            : new SpeakerFit(
                Ratio(frames, real.Width, predicted.Width, MostWidth),
                Ratio(frames, real.Aperture, predicted.Aperture, MostAperture));
    }

    /// <summary>The person moving more, or less, than usual.</summary>
    /// <param name="expressiveness">Gain on all movement; 1 is the person's own.</param>
    public SpeakerFit Times(double expressiveness) => new((float)(Width * expressiveness), (float)(Aperture * expressiveness));

    /// <summary>Scales a motion to this person, in place.</summary>
    public void Apply(MouthMotion motion)
    {
        ArgumentNullException.ThrowIfNull(motion);
        var values = motion.Displacement;
        for (var i = 0; i < values.Length; i += 2)
        {
            values[i] *= Width;
            values[i + 1] *= Aperture;
        }
    }

    private static float Ratio(List<int> frames, Func<int, float> real, Func<int, float> predicted, float most)
    {
        const double Nothing = 1e-4;
        var own = Deviation(frames, real);
        var model = Deviation(frames, predicted);
        return own < Nothing || model < Nothing ? 1 : Math.Clamp((float)(own / model), Least, most);
    }

    private static double Deviation(List<int> frames, Func<int, float> value)
    {
        var mean = frames.Average(i => (double)value(i));
        return Math.Sqrt(frames.Average(i => (value(i) - mean) * (value(i) - mean)));
    }
}
