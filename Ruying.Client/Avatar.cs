namespace Ruying.Client;

/// <summary>An avatar.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Consent">Who agreed, and to what; without it every video carries the label.</param>
/// <param name="Engine">What makes the mouth in its videos; null is the service's own engine.</param>
/// <param name="Footage">The name of the uploaded file, or the names of several.</param>
/// <param name="Studio">Whether it is tuned to its person.</param>
/// <param name="Review">Whether its job stops after a report with warnings, until somebody says to build anyway.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Job">The job that makes it.</param>
public sealed record Avatar(
    string Id, string Name, string? Consent, string? Engine, string Footage, bool Studio, bool Review, ResultState State, DateTimeOffset CreatedAt, Job Job);
