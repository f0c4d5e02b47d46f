namespace Ruying.Api.Videos;

/// <summary>Videos that differ in a few words, such as one for each person on a list.</summary>
/// <param name="Video">What all have in common, no upload among it; a picture behind the person is another video's (backgroundOf). In its text, language, voice and avatarId <c>{name}</c> stands for the row's value of that name; <c>{{</c> and <c>}}</c> are braces.</param>
/// <param name="Rows">The values, a row for each video; 1 to 100 rows.</param>
public sealed record BatchRequest(CreateVideoRequest Video, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows);
