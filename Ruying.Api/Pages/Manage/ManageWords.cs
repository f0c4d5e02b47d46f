using System.Globalization;
using Ruying.Api.Data;
using Ruying.Api.Languages;
using Ruying.Api.Retention;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Pages.Manage;

/// <summary>What the pages of management call things.</summary>
internal static class ManageWords
{
    /// <summary>A model's kind.</summary>
    public static string Kind(this Phrases say, string kind) => kind switch
    {
        StoredModel.PiperKind => say["manage.kind_piper"],
        StoredModel.KokoroKind => say["manage.kind_kokoro"],
        _ => say["manage.kind_generator"],
    };

    /// <summary>The widest of a key's scopes, which includes the others.</summary>
    public static string Scope(this Phrases say, string scopes) =>
        scopes.Contains("admin", StringComparison.Ordinal) ? say["keys.admin"] : scopes.Contains("write", StringComparison.Ordinal) ? say["keys.write"] : say["keys.read"];

    /// <summary>How a message stands.</summary>
    public static string State(this Phrases say, DeliveryState state) => state switch
    {
        DeliveryState.Delivered => say["webhooks.delivered"],
        DeliveryState.Failed => say["webhooks.failed"],
        _ => say["webhooks.pending"],
    };

    /// <summary>What retention removes.</summary>
    public static string Kept(this Phrases say, RetentionKind kind) => kind switch
    {
        RetentionKind.Video => say["retention.video"],
        RetentionKind.Work => say["retention.work"],
        RetentionKind.Unfinished => say["retention.unfinished"],
        RetentionKind.Unused => say["retention.unused"],
        _ => say["retention.upload"],
    };

    /// <summary>What a server does.</summary>
    public static string Role(this Phrases say, ServerRole role) => role switch
    {
        ServerRole.Web => say["servers.web"],
        ServerRole.Worker => say["servers.worker"],
        _ => say["servers.all"],
    };

    /// <summary>A length of time, as 1:05 or 2:01:05.</summary>
    public static string Length(double seconds)
    {
        var length = TimeSpan.FromSeconds(Math.Round(seconds));
        return length.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours}:{length:mm\\:ss}")
            : length.ToString("m\\:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number as both languages write it: 12,345.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
