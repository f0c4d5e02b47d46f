namespace Ruying.Api.Audit;

/// <summary>What a request was done to, where its address does not say so.</summary>
internal static class AuditSubject
{
    private static readonly object Key = new();

    /// <summary>Names what the request made or changed.</summary>
    public static void Concerns(this HttpContext context, string subject) => context.Items[Key] = subject;

    /// <summary>What was named; null where nothing was.</summary>
    public static string? Of(HttpContext context) => context.Items.TryGetValue(Key, out var subject) ? (string?)subject : null;
}
