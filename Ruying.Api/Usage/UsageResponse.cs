using Ruying.Api.Uploads;

namespace Ruying.Api.Usage;

/// <summary>What somebody made, has and may have.</summary>
/// <param name="Owner">Whose it is; null where it is everybody's.</param>
/// <param name="From">The first day counted, UTC.</param>
/// <param name="To">The last day counted, UTC.</param>
/// <param name="Videos">Videos made in those days, those that have been deleted among them.</param>
/// <param name="Seconds">Seconds of these videos.</param>
/// <param name="Avatars">Avatars built in those days, those that have been deleted among them.</param>
/// <param name="Days">The same for each day, the first first; days on which nothing was made are there too.</param>
/// <param name="Storage">What is stored now.</param>
/// <param name="UploadsOpen">Uploads that nothing was made of yet.</param>
/// <param name="JobsWaiting">Jobs that wait for a worker.</param>
/// <param name="JobsRunning">Jobs that run.</param>
/// <param name="Limits">What each owner may have.</param>
public sealed record UsageResponse(
    string? Owner,
    DateOnly From,
    DateOnly To,
    int Videos,
    double Seconds,
    int Avatars,
    IReadOnlyList<UsageDay> Days,
    OwnerUsage Storage,
    int UploadsOpen,
    int JobsWaiting,
    int JobsRunning,
    UsageLimits Limits);
