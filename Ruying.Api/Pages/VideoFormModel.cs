using Ruying.Api.Avatars;
using Ruying.Api.Storage;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Pages;

/// <summary>The form for a new video, empty or as it was when something was wrong with it.</summary>
/// <param name="Avatar">Who speaks.</param>
/// <param name="Voices">The machine's voices; empty when it has no engine.</param>
/// <param name="UploadLimit">Bytes of the largest recording taken.</param>
/// <param name="ScriptLimit">Characters of the longest script taken.</param>
/// <param name="Error">What is wrong with the form.</param>
/// <param name="Sent">The form as it was sent, or what it starts with.</param>
/// <param name="Draft">The draft that it goes on with.</param>
/// <param name="DraftTag">The draft's entity tag with its quotes.</param>
public sealed record VideoFormModel(
    AvatarResponse Avatar, IReadOnlyList<Voice> Voices, long UploadLimit, int ScriptLimit, string? Error = null, UploadedForm? Sent = null, string? Draft = null, string? DraftTag = null)
{
    /// <summary>Languages with a name taken from their shortest tag's voice: <c>en</c>, English.</summary>
    public IReadOnlyList<(string Tag, string Name)> Languages { get; } =
    [
        .. Voices.GroupBy(v => v.Language.Split('-')[0])
            .Select(g => (Tag: g.Key, Name: g.MinBy(v => v.Language.Length)!.Name.Split(" (")[0]))
            .OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What was sent in a field, or what it starts with.</summary>
    public string Value(string field, string absent) => Sent?.Text(field) ?? absent;
}
