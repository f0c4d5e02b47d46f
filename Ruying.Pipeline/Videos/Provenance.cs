using System.Text.Json;
using Ruying.Pipeline.Avatars;

namespace Ruying.Pipeline.Videos;

/// <summary>What every video says of itself: to people by a label in the picture, to machines by tags in the container.</summary>
public static class Provenance
{
    /// <summary>The label's words.</summary>
    public const string Label = "AI-generated";

    /// <summary>How long the label shows where consent is known; Chinese labelling rules (GB 45438-2025) ask for 2 s at least.</summary>
    public const double LabelSeconds = 3;

    /// <summary>How long the label shows: null for good, 0 for not at all. Without consent it cannot be left out.</summary>
    /// <param name="consent">The avatar's consent, or null.</param>
    /// <param name="wanted">Whether the label was asked for.</param>
    public static double? LabelDuration(string? consent, bool wanted) => consent is null ? null : wanted ? LabelSeconds : 0;

    /// <summary>The container's tags.</summary>
    /// <param name="avatar">Who speaks.</param>
    /// <param name="made">When.</param>
    public static IReadOnlyDictionary<string, string> Tags(AvatarPackage avatar, DateTimeOffset made)
    {
        var producer = $"Ruying {typeof(Provenance).Assembly.GetName().Version?.ToString(3)}";
        return new Dictionary<string, string>
        {
            ["title"] = avatar.Name,
            ["comment"] = $"AI-generated video: the mouth, and the voice unless recorded, are synthetic. Made by {producer}.",
            ["creation_time"] = made.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),

            // The implicit label of China's rules for generated content, in force since 2025-09-01.
            ["AIGC"] = JsonSerializer.Serialize(new
            {
                Label = "1",
                ContentProducer = producer,
                ProduceID = Guid.NewGuid().ToString("N"),
                Avatar = avatar.Name,
                Consent = avatar.Consent is null ? "not recorded" : "recorded",
            }),
        };
    }
}
