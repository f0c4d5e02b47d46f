namespace Ruying.Pipeline.Rendering;

/// <summary>
/// The remembered mouths that one output frame is made of. One gives its fine detail. Light and colour are the mean of it and of others of nearly the same
/// shape: each was filmed in a moment of its own, and what differs by chance between moments goes out of the mean.
/// </summary>
/// <param name="Detail">Position among the memory's samples.</param>
/// <param name="Tone">Positions of the others; none where the memory has no more.</param>
public sealed record ChosenMouths(int Detail, int[] Tone);
