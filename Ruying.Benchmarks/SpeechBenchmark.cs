using System.Diagnostics;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech;

namespace Ruying.Benchmarks;

/// <summary>How long each engine needs for a script of about a minute, and how long the speech is; the first call, which starts things, is not counted.</summary>
public sealed class SpeechBenchmark : IBenchmark
{
    private const string Script = """
        A rainbow is a meteorological phenomenon that is caused by reflection, refraction and dispersion of light in water droplets,
        resulting in a spectrum of light appearing in the sky. It takes the form of a multicoloured circular arc. Rainbows caused by sunlight
        always appear in the section of sky directly opposite the sun. Rainbows can be full circles. However, the observer normally sees only
        an arc formed by illuminated droplets above the ground, and centred on a line from the sun to the observer's eye. In a primary
        rainbow, the arc shows red on the outer part and violet on the inner side. This rainbow is caused by light being refracted when
        entering a droplet of water, then reflected inside on the back of the droplet, and refracted again when leaving it. In a double
        rainbow, a second arc is seen outside the primary arc, and has the order of its colours reversed.
        """;

    /// <summary>English voices, one of each kind.</summary>
    private static readonly string[] Voices = ["en-us", "flite:slt", "flite:kal16", "festival:kal_diphone", "festival:cmu_us_slt_arctic_hts"];

    public string Name => "speech";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using var sessions = new OnnxSessions(new PipelineOptions());
        await using var synthesizer = SpeechSynthesizer.Local(sessions);
        var known = (await synthesizer.GetCatalogAsync(cancellationToken)).Voices.Select(voice => voice.Id).ToHashSet();
        var figures = new Dictionary<string, double>();
        foreach (var voice in Voices.Where(known.Contains))
        {
            await synthesizer.SpeakAsync(new SpeechRequest("Hello.", voice), cancellationToken: cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var utterance = await synthesizer.SpeakAsync(new SpeechRequest(Script, voice), cancellationToken: cancellationToken);
            var name = voice.Replace(':', '_').Replace('-', '_');
            figures[$"{name}_seconds"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            figures[$"{name}_speech_seconds"] = utterance.Audio.Seconds;
        }

        return figures;
    }
}
