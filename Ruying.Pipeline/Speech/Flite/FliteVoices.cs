namespace Ruying.Pipeline.Speech.Flite;

/// <summary>One of flite's voices.</summary>
/// <param name="Program">What flite calls it.</param>
/// <param name="Offered">What we offer.</param>
/// <param name="Stretch">Its own <c>duration_stretch</c>.</param>
/// <param name="Pitch">Mean and standard deviation of its fundamental frequency, in hertz; null where the voice does not let it be changed.</param>
internal sealed record FliteVoice(string Program, Voice Offered, double Stretch, (double Mean, double Deviation)? Pitch);

/// <summary>
/// The voices that are built into flite, less <c>awb_time</c>, which can only tell the time. The pitch of slt and awb stands in the
/// voices' data, kal's in flite's <c>cmu_us_kal.c</c>; rms takes its own whatever it is told.
/// </summary>
internal static class FliteVoices
{
    public const string Engine = "flite";

    public static readonly IReadOnlyList<FliteVoice> Known =
    [
        Make("slt", "Flite SLT (female)", "en-US", 1, (172, 27)),
        Make("rms", "Flite RMS (male)", "en-US", 1, null),
        Make("awb", "Flite AWB (male, Scottish)", "en-GB", 1, (132, 25)),
        Make("kal16", "Flite KAL (male, 16 kHz)", "en-US", 1.1, (95, 11)),
        Make("kal", "Flite KAL (male, 8 kHz)", "en-US", 1.1, (95, 11)),
    ];

    private static FliteVoice Make(string program, string name, string language, double stretch, (double Mean, double Deviation)? pitch) =>
        new(program, new Voice($"{Engine}:{program}", name, language, Engine), stretch, pitch);
}
