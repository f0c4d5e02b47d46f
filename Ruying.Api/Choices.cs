using System.Text.Json;
using Ruying.Api.Problems;

namespace Ruying.Api;

/// <summary>Words in an address that stand for values of an enumeration, written as in our JSON.</summary>
internal static class Choices
{
    /// <summary>What may be written.</summary>
    public static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>The value; null for no word.</summary>
    /// <exception cref="RequestException"><c>request.malformed</c>: another word.</exception>
    public static T? Parse<T>(string? word)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(word))
        {
            return null;
        }

        var values = Enum.GetValues<T>();
        var place = Names<T>().ToList().IndexOf(word);
        return place >= 0 ? values[place] : throw RequestException.Malformed($"\"{word}\" is none of {string.Join(", ", Names<T>())}.");
    }
}
