namespace Ruying.Api.Languages;

/// <summary>What the pages say in a language: one file, <c>Languages/TAG.json</c>.</summary>
/// <param name="Tag">BCP 47 tag: <c>en</c>, <c>zh-Hans</c>.</param>
/// <param name="Name">What its speakers call it.</param>
/// <param name="Words">Sentences by key, with <c>{0}</c> where something is put in.</param>
/// <param name="Problems">Sentences by a problem's code; English has none, as the problems themselves are in English.</param>
/// <param name="Findings">
/// What a finding on footage says, by its code, or code and variant (<c>light.uneven.left</c>), with <c>{0}</c> where its figures go; English has
/// none, as the findings themselves are in English.
/// </param>
public sealed record Language(
    string Tag, string Name, IReadOnlyDictionary<string, string> Words, IReadOnlyDictionary<string, string> Problems, IReadOnlyDictionary<string, FindingWords> Findings);
