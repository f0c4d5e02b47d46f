using System.Text.Json.Serialization;

namespace Ruying.Training.Motion;

/// <summary>How often the mouth stands open though nobody speaks.</summary>
/// <param name="Sound">What is heard.</param>
/// <param name="Leak">Share of frames with a gap over 6 % of the mouth's width, as predicted.</param>
/// <param name="GatedLeak">The same after the gate.</param>
internal sealed record SilenceScore(
    [property: JsonPropertyName("clip")] string Sound,
    [property: JsonPropertyName("silence_leak_ungated")] double Leak,
    [property: JsonPropertyName("silence_leak")] double GatedLeak);
