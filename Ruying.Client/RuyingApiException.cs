namespace Ruying.Client;

/// <summary>The service refused a request.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The problem's stable dotted code, such as <c>avatar.not_ready</c>; <c>http</c> where the answer was no problem of the service.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="errors">What is wrong with each row of a batch.</param>
public sealed class RuyingApiException(int status, string code, string message, IReadOnlyList<RowError>? errors = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The problem's code.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong with each row of a batch; empty for other requests.</summary>
    public IReadOnlyList<RowError> Errors { get; } = errors ?? [];
}
