namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>What the figures of a report mean to a reader: a name, how to print them, and which values are good.</summary>
internal static class ReportFigures
{
    /// <summary>In the order of reading; figures without a line here are in the JSON only.</summary>
    public static IReadOnlyList<(string Key, string Name, string Format, double Times, string Good, Func<double, bool> IsGood)> All { get; } =
    [
        ("face_share", "Frames that show the face", "0.0 '%'", 100, "95 % and more", v => v >= 0.95),
        ("usable_share", "Frames to learn from", "0.0 '%'", 100, "90 % and more", v => v >= 0.9),
        ("eye_distance_px", "Between the outer eye corners", "0 'px'", 1, "60 px and more; 32 at least", v => v >= 60),
        ("yaw_p95", "Head turned, 95 % of frames under", "0°", 1, "under 30°", v => v < 30),
        ("faces_other_share", "Looks that show another large face", "0.0 '%'", 100, "none", v => v <= 0),
        ("mouth_covered_share", "Frames with a covered mouth", "0.0 '%'", 100, "none", v => v <= 0),
        ("aperture_range", "How far the mouth opens, in its widths", "0.00", 1, "0.10 and more", v => v >= 0.1),
        ("silent_longest_seconds", "Longest calm moment, mouth closed", "0.0 's'", 1, "1 s and more", v => v >= 1),
        ("sharpness", "Sharpness of the face", "0.0", 1, "8.2 and more", v => v >= 8.2),
        ("picture_noise", "Noise of the picture", "0.0", 1, "under 4", v => v < 4),
        ("light_mean", "Brightness of the face, 0 to 255", "0", 1, "60 and more", v => v >= 60),
        ("light_side", "Left cheek brighter than right by", "0 '%'", 100, "under 40 % either way", v => Math.Abs(v) <= 0.4),
        ("motion_p95", "Head speed, eye distances a second", "0.0", 1, "under 3", v => v < 3),
        ("cuts", "Cuts", "0", 1, "none", v => v <= 0),
        ("speech_share", "Frames with speech", "0 '%'", 100, "30 % and more", v => v >= 0.3),
        ("loudness_dbfs", "Loudness of the voice", "0.0 'dBFS'", 1, "-30 to -10", v => v is >= -30 and <= -10),
        ("snr_db", "Voice over background", "0 'dB'", 1, "15 dB and more", v => v >= 15),
        ("clipped_share", "Sound cut off", "0.00 '%'", 100, "under 0.05 %", v => v <= 0.0005),
        ("sound_late_ms", "Sound after the picture", "0 'ms'", 1, "within 80 ms", v => Math.Abs(v) <= 80),
    ];
}
