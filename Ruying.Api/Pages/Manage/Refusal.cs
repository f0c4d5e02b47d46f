using Ruying.Api.Languages;
using Ruying.Api.Problems;
using Ruying.Pipeline;

namespace Ruying.Api.Pages.Manage;

/// <summary>Why the service did not do what a page asked for.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Words">A sentence in the page's language.</param>
/// <param name="Detail">What the service says in English, with names and figures; null where that is the sentence.</param>
public sealed record Refusal(int Status, string Code, string Words, string? Detail)
{
    /// <summary>Whether an exception is one that the person can do something about.</summary>
    public static bool Is(Exception exception) => exception is RequestException or RuyingException;

    /// <summary>In words.</summary>
    public static Refusal From(Exception exception, Phrases say)
    {
        ArgumentNullException.ThrowIfNull(say);
        var (status, code, english) = ProblemHandler.Describe(exception);
        var words = say.Problem(code, english);
        return new Refusal(status, code, words, words == english ? null : english);
    }
}
