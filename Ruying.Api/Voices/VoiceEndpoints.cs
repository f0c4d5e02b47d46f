using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Pipeline.Speech;

namespace Ruying.Api.Voices;

internal static class VoiceEndpoints
{
    public static void MapVoicesApi(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/voices").WithTags("Voices")
            .MapGet("/", ListAsync).WithName("ListVoices").WithSummary("The machine's voices; of one language if asked for")
            .WithProblem(StatusCodes.Status503ServiceUnavailable, "speech.engine_missing");

    private static async Task<Ok<IReadOnlyList<Voice>>> ListAsync(VoiceCatalogue voices, string? language, CancellationToken cancellationToken) =>
        TypedResults.Ok(await voices.ListAsync(language, cancellationToken));
}
