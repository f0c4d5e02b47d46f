using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Avatars;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing to mend.</summary>
    [JsonStringEnumMemberName("info")] Info,

    /// <summary>The avatar is built, but would be better without this.</summary>
    [JsonStringEnumMemberName("warning")] Warning,

    /// <summary>No avatar can be built from this footage.</summary>
    [JsonStringEnumMemberName("error")] Error,
}

/// <summary>A part of the footage, in seconds from its start.</summary>
/// <param name="Start">First moment, seconds.</param>
/// <param name="End">End, seconds, not before <paramref name="Start"/>.</param>
public readonly record struct TimeSpanSeconds(double Start, double End);

/// <summary>One line of a footage report: what, how bad, where, what to do.</summary>
/// <param name="Code">A stable dotted code, such as <c>mouth.covered</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What was found, with the measured figure.</param>
/// <param name="Advice">What the person who films can do about it.</param>
/// <param name="Times">Where in the footage; empty when it holds for all of it.</param>
public sealed record Finding(
    string Code, FindingSeverity Severity, string Message, string Advice, IReadOnlyList<TimeSpanSeconds> Times)
{
    /// <summary>Which of several sentences the code has, such as <c>left</c> of <c>light.uneven</c>; null where it has one.</summary>
    public string? Variant { get; init; }

    /// <summary>The figures of <see cref="Message"/> and then of <see cref="Advice"/>, as they stand there, for other languages.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>Frames that show it, at most three, from 0; of each the report has a picture (<see cref="AvatarBuilder.FrameName"/>).</summary>
    public IReadOnlyList<int> Frames { get; init; } = [];
}
