namespace Ruying.Client;

/// <summary>What was made on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Videos">Videos made.</param>
/// <param name="Seconds">Seconds of these videos.</param>
/// <param name="Avatars">Avatars built.</param>
public sealed record UsageDay(DateOnly Day, int Videos, double Seconds, int Avatars);
