namespace Ruying.Api.Description;

internal static class ProblemConventions
{
    /// <summary>Describes a problem that the endpoint answers with.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="codes">The codes that come with it.</param>
    public static RouteHandlerBuilder WithProblem(this RouteHandlerBuilder builder, int status, params string[] codes) =>
        builder.ProducesProblem(status).WithMetadata(new ProblemsAttribute(status, codes));
}
