namespace Ruying.Api.Description;

/// <summary>Which problems an endpoint answers with, for the API's description.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="codes">The codes of <c>code</c> that come with it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProblemsAttribute(int status, string[] codes) : Attribute
{
    public int Status { get; } = status;

    public string[] Codes { get; } = codes;
}
