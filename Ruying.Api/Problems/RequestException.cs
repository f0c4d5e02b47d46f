namespace Ruying.Api.Problems;

/// <summary>A request that cannot be served as it is; becomes problem details.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">A stable dotted code in lower case, such as <c>upload.too_large</c>.</param>
/// <param name="message">One sentence for the user: what is wrong and what to do.</param>
/// <param name="errors">What is wrong with each row of a list that was sent; null where there is no list.</param>
public sealed class RequestException(int status, string code, string message, IReadOnlyList<RowError>? errors = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>A header of the answer beside the problem.</summary>
    public (string Name, string Value)? Header { get; init; }

    public IReadOnlyList<RowError>? Errors { get; } = errors;

    public static RequestException NotFound(string code, string message) => new(StatusCodes.Status404NotFound, code, message);

    public static RequestException Conflict(string code, string message) => new(StatusCodes.Status409Conflict, code, message);

    public static RequestException Invalid(string code, string message) => new(StatusCodes.Status422UnprocessableEntity, code, message);

    public static RequestException Malformed(string message) => new(StatusCodes.Status400BadRequest, "request.malformed", message);
}
