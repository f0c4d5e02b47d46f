namespace Ruying.Pipeline.Avatars;

/// <summary>How well the person of a consent clip fits the footage's.</summary>
/// <param name="Distance">Between the two faces, 0 for the same; see <see cref="Limit"/>.</param>
/// <param name="Limit">From this distance on they count as two people.</param>
public sealed record ConsentMatch(double Distance, double Limit);
