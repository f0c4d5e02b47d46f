using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Avatars;

/// <summary>What the footage offers to an avatar, measured, with advice.</summary>
/// <param name="Footage">The file's name as the user knows it.</param>
/// <param name="Seconds">Length after intake.</param>
/// <param name="Frames">Frames at 25 a second.</param>
/// <param name="Width">Pixels after intake.</param>
/// <param name="Height">Pixels after intake.</param>
/// <param name="Measures">Named figures in flat lower snake case (<c>face_share</c>, <c>eye_distance_px</c> …); what was not measured is absent.</param>
/// <param name="Findings">What was found, errors first.</param>
public sealed record FootageReport(
    string Footage,
    double Seconds,
    int Frames,
    int Width,
    int Height,
    IReadOnlyDictionary<string, double> Measures,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The code of what <see cref="RequireGood"/> throws.</summary>
    public const string ReviewCode = "footage.review";

    /// <summary>Whether an avatar can be built: no finding is an error.</summary>
    public bool Usable => Findings.All(f => f.Severity != FindingSeverity.Error);

    /// <summary>Whether there is something to mend first: a warning or an error.</summary>
    [JsonIgnore]
    public bool NeedsReview => Findings.Any(f => f.Severity != FindingSeverity.Info);

    /// <summary>Stops before anything is learned from footage that could be better.</summary>
    /// <exception cref="FootageException"><c>footage.review</c>: there are warnings.</exception>
    public void RequireGood()
    {
        if (NeedsReview)
        {
            throw new FootageException(
                ReviewCode, "An avatar can be built of this footage, but some things would make it better. Look at the report, then build it anyway or film again.");
        }
    }

    /// <summary>Refuses footage of which no avatar can be built.</summary>
    /// <exception cref="FootageException">With the code, the message and the advice of the first error.</exception>
    public void RequireUsable()
    {
        if (Findings.FirstOrDefault(f => f.Severity == FindingSeverity.Error) is { } error)
        {
            throw new FootageException(error.Code, $"{error.Message} {error.Advice}");
        }
    }
}
