namespace Ruying.Training.Sample;

/// <summary>The pose that each phone of flite's American English aims at, and how strongly it insists.</summary>
internal static class VisemeTable
{
    /// <summary>The aim of a phone; the weight is 1 for vowels, higher for what must be seen, lower for what gives way.</summary>
    public static (MouthPose Pose, double Weight) For(string phone) => phone switch
    {
        "aa" => (new(0.29, 0.97, 0.10, 0.16, 0, 0, 0.15), 1.1),
        "ae" => (new(0.26, 1.06, 0, 0.20, 0, 0, 0.30), 1.1),
        "ah" => (new(0.20, 0.99, 0, 0.17, 0, 0, 0.25), 1.0),
        "ax" => (new(0.13, 0.99, 0, 0.18, 0, 0, 0.30), 0.7),
        "ao" => (new(0.24, 0.88, 0.55, 0.17, 0, 0, 0.10), 1.1),
        "aw" => (new(0.25, 0.92, 0.35, 0.17, 0, 0, 0.15), 1.1),
        "ay" => (new(0.26, 1.02, 0, 0.18, 0, 0, 0.25), 1.1),
        "eh" => (new(0.20, 1.05, 0, 0.20, 0, 0, 0.35), 1.0),
        "er" => (new(0.13, 0.90, 0.40, 0.22, 0, 0, 0.35), 1.0),
        "ey" => (new(0.17, 1.08, 0, 0.22, 0, 0, 0.40), 1.0),
        "ih" => (new(0.14, 1.05, 0, 0.21, 0, 0, 0.45), 0.8),
        "iy" => (new(0.11, 1.10, 0, 0.26, 0, 0, 0.55), 1.0),
        "ow" => (new(0.18, 0.83, 0.80, 0.06, 0, 0, 0.10), 1.5),
        "oy" => (new(0.20, 0.86, 0.65, 0.18, 0, 0, 0.15), 1.1),
        "uh" => (new(0.13, 0.88, 0.55, 0.22, 0, 0, 0.15), 1.0),
        "uw" => (new(0.10, 0.78, 0.95, 0.04, 0, 0, 0.10), 1.9),
        "w" => (new(0.06, 0.76, 1.00, 0.02, 0, 0, 0.05), 2.0),
        "y" => (new(0.09, 1.05, 0, 0.25, 0, 0, 0.60), 0.8),
        "r" => (new(0.09, 0.89, 0.50, 0.28, 0, 0, 0.40), 0.9),
        "l" => (new(0.14, 1.00, 0, 0.20, 0, 0, 0.95), 0.9),
        "p" or "b" or "m" => (new(0, 0.98, 0, 0.20, 0, 1, 0.15), 2.0),
        "f" or "v" => (new(0.08, 1.01, 0, 0.75, 1, 0, 0.15), 2.0),
        "th" or "dh" => (new(0.09, 1.02, 0, 0.22, 0, 0, 1.0), 1.0),
        "s" or "z" => (new(0.07, 1.05, 0, 0.35, 0, 0, 0.50), 1.2),
        "sh" or "zh" or "ch" or "jh" => (new(0.10, 0.86, 0.65, 0.38, 0, 0, 0.40), 1.5),
        "t" or "d" or "n" or "dx" => (new(0.09, 1.02, 0, 0.25, 0, 0, 0.85), 0.7),
        "k" or "g" or "ng" => (new(0.12, 1.00, 0, 0.20, 0, 0, 0.30), 0.6),
        "hh" => (new(0.14, 1.00, 0, 0.18, 0, 0, 0.20), 0.3),
        _ => (MouthPose.Rest, 1.0),
    };

    /// <summary>Whether the lips must meet.</summary>
    public static bool Closes(string phone) => phone is "p" or "b" or "m";
}
