namespace Ruying.Pipeline.Evaluation;

/// <summary>One measure of an evaluation.</summary>
/// <param name="Key">As in the JSON.</param>
/// <param name="Name">For people.</param>
/// <param name="Good">What to hope for; empty where there is no such value.</param>
public sealed record Measure(string Key, string Name, string Good);

/// <summary>All measures of <c>ruying evaluate</c>, in their order: what each key means.</summary>
public static class MeasureCatalog
{
    /// <summary>Measures by what they are about.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Measure> Measures)> Groups { get; } =
    [
        ("The clip",
        [
            new("clip", "clip", ""),
            new("frames_built", "frames built from", ""),
            new("frames_tested", "frames tested", ""),
            new("studio", "what tuning to the person brought", "kept"),
        ]),
        ("Driven by its own sound, rendered, measured again on the encoded clip",
        [
            new("aperture_r", "aperture r", "1"),
            new("width_r", "width r", "1"),
            new("amplitude", "amplitude against the real one", "1"),
            new("av_offset_frames", "AV offset, frames; positive is late", "0"),
            new("lmd", "lip landmark distance, outer-eye distances", ".004-.010"),
            new("lmd_neutral", "the same of a neutral mouth", ""),
            new("closure_share", "p, b, m closed within a frame", "the real clip's"),
            new("closure_share_real", "the same in the real clip", ""),
        ]),
        ("Pixels, true geometry (before encoding; in the crop)",
        [
            new("psnr_mask_true", "PSNR of the mask, dB", ""),
            new("psnr_lips_true", "PSNR of the lips, dB", ""),
            new("ssim_mask_true", "SSIM of the mask", "1"),
            new("sharpness_true", "sharpness against the real one", "1"),
        ]),
        ("Pixels, predicted geometry",
        [
            new("psnr_mask_predicted", "PSNR of the mask, dB", ""),
            new("psnr_lips_predicted", "PSNR of the lips, dB", ""),
            new("sharpness_predicted", "sharpness against the real one", "1"),
        ]),
        ("Silence, steadiness, seam, person",
        [
            new("silence_leak", "frames open when driven by silence", "0"),
            new("jitter", "jitter against the real clip", "1"),
            new("seam", "gradient across the mask's edge against the real one", "1"),
            new("seam_colour", "colour step across the edge against the real one", "1"),
            new("identity_mean", "identity, mean cosine", "1"),
            new("identity_p05", "identity, 5th percentile", "1"),
            new("outside_difference", "pixels changed outside the mask", "0"),
        ]),
        ("Time and memory",
        [
            new("seconds_track", "seconds to track", ""),
            new("seconds_learn", "seconds to learn", ""),
            new("seconds_tune", "seconds to tune to the person", ""),
            new("seconds_render", "seconds to render", ""),
            new("frames_per_second", "frames a second, decode to encode", ""),
            new("peak_memory_mb", "peak memory, MB", ""),
        ]),
        ("Closures, pauses and lead-in",
        [
            new("closures_counted", "p, b, m counted", ""),
            new("closure_share_pauses", "pauses over 0.2 s in which the lips close", "the real clip's"),
            new("closure_share_pauses_real", "the same in the real clip", ""),
            new("pauses_counted", "pauses counted", ""),
            new("lead_in_frames", "frames open before speech, median", "0-2"),
            new("lead_in_frames_worst", "the same, worst", "0-2"),
            new("lead_in_frames_real", "the same in the real clip, median", ""),
            new("lead_in_frames_worst_real", "the same in the real clip, worst", ""),
        ]),
        ("Synthesised speech in five languages",
        [
            new("closure_share_speech_geometry", "p, b, m closed, predicted geometry", "0.98"),
            new("closure_share_speech", "p, b, m closed, rendered", "0.98"),
            new("closure_share_speech_en", "the same, English", ""),
            new("closure_share_speech_de", "the same, German", ""),
            new("closure_share_speech_fr", "the same, French", ""),
            new("closure_share_speech_es", "the same, Spanish", ""),
            new("closure_share_speech_zh", "the same, Chinese", ""),
            new("closures_counted_speech", "p, b, m counted", ""),
            new("closure_share_pauses_speech", "pauses in which the lips close", "1"),
            new("lead_in_frames_speech", "frames open before speech, median", "0-2"),
            new("lead_in_frames_worst_speech", "the same, worst", "0-2"),
        ]),
        ("Motion alone, before any pixel: the sound model without the person's fit",
        [
            new("aperture_r_base", "aperture r", "1"),
            new("width_r_base", "width r", "1"),
            new("amplitude_base", "amplitude", "1"),
            new("av_offset_frames_base", "AV offset, frames", "0"),
            new("lmd_base", "lip landmark distance", ""),
            new("jitter_base", "jitter", "1"),
            new("closure_share_base", "p, b, m closed", ""),
        ]),
        ("Motion alone: fitted to the person",
        [
            new("aperture_r_geometry", "aperture r", "1"),
            new("width_r_geometry", "width r", "1"),
            new("amplitude_geometry", "amplitude", "1"),
            new("av_offset_frames_geometry", "AV offset, frames", "0"),
            new("lmd_geometry", "lip landmark distance", ""),
            new("jitter_geometry", "jitter", "1"),
            new("closure_share_geometry", "p, b, m closed", ""),
        ]),
        ("Motion alone: by the clip's own phonemes instead of its sound",
        [
            new("aperture_r_phonemes", "aperture r", "1"),
            new("width_r_phonemes", "width r", "1"),
            new("amplitude_phonemes", "amplitude", "1"),
            new("av_offset_frames_phonemes", "AV offset, frames", "0"),
            new("lmd_phonemes", "lip landmark distance", ""),
            new("jitter_phonemes", "jitter", "1"),
            new("closure_share_phonemes", "p, b, m closed", ""),
        ]),
        ("True geometry, measured again on the encoded clip",
        [
            new("aperture_r_true", "aperture r", "1"),
            new("lmd_true", "lip landmark distance", ".004-.010"),
            new("jitter_true", "jitter", "1"),
            new("identity_mean_true", "identity, mean cosine", "1"),
            new("identity_p05_true", "identity, 5th percentile", "1"),
            new("psnr_mask_true_encoded", "PSNR of the mask, dB, encoding included", ""),
            new("sharpness_true_encoded", "sharpness, encoding included", "1"),
            new("seam_encoded", "gradient across the edge, encoding included", "1"),
        ]),
    ];

    /// <summary>Measures in the order of the catalogue.</summary>
    /// <param name="measures">By key.</param>
    /// <exception cref="ArgumentException">A key is not in the catalogue.</exception>
    public static IReadOnlyDictionary<string, object> InOrder(IReadOnlyDictionary<string, object> measures)
    {
        var ordered = new Dictionary<string, object>();
        foreach (var measure in Groups.SelectMany(g => g.Measures))
        {
            if (measures.TryGetValue(measure.Key, out var value))
            {
                ordered[measure.Key] = value;
            }
        }

        return ordered.Count == measures.Count
            ? ordered
            : throw new ArgumentException($"Not in the catalogue: {string.Join(", ", measures.Keys.Except(ordered.Keys))}.", nameof(measures));
    }

    /// <summary>Measures as the JSON shows them: four digits after the point.</summary>
    /// <param name="measures">By key.</param>
    public static IReadOnlyDictionary<string, object> Rounded(IReadOnlyDictionary<string, object> measures) =>
        measures.ToDictionary(m => m.Key, m => m.Value is double d ? Math.Round(d, 4) : m.Value);

    /// <summary>A value as people read it: three digits after the point, one from 10 on.</summary>
    /// <param name="value">A number or a text.</param>
    public static string Text(object value) => value switch
    {
        double d => d.ToString(Math.Abs(d) >= 10 ? "0.0" : "0.000", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
