namespace Ruying.Pipeline.Models.Pulling;

/// <summary>How long a download is kept at.</summary>
/// <param name="Attempts">Connections in a row that bring nothing new before it fails.</param>
/// <param name="FirstDelay">Before the second of them; doubles each time.</param>
/// <param name="Idle">The longest time without a byte.</param>
internal sealed record PullPatience(int Attempts, TimeSpan FirstDelay, TimeSpan Idle)
{
    /// <summary>Rides out half a minute without a network.</summary>
    public static PullPatience Usual { get; } = new(6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
}
