namespace Ruying.Api.Videos;

/// <summary>Videos that are being made.</summary>
/// <param name="Videos">One for each row, in the rows' order.</param>
public sealed record BatchResponse(IReadOnlyList<CreatedResponse> Videos);
