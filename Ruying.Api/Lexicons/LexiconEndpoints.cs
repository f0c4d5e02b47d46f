using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Tags;
using Ruying.Pipeline.Speech.Lexicons;

namespace Ruying.Api.Lexicons;

/// <summary>The service's words of its own, a lexicon for each language; every video uses those of its voices' languages.</summary>
internal static class LexiconEndpoints
{
    private const string MediaType = "application/pls+xml";

    public static void MapLexiconsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/lexicons").WithTags("Lexicons");
        group.MapGet("/", ListAsync).WithName("ListLexicons").WithSummary("All lexicons, by language");
        group.MapGet("/{language}", Get).WithName("GetLexicon").WithSummary("A language's lexicon as it was sent, in PLS 1.0")
            .Produces(StatusCodes.Status200OK, contentType: MediaType)
            .WithProblem(StatusCodes.Status404NotFound, "lexicon.unknown")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "lexicon.language");
        group.MapPut("/{language}", PutAsync).WithIfMatchFile(Shown).WithName("PutLexicon").WithSummary("Keeps a language's lexicon, PLS 1.0 as the body, for the videos that are made from now on")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "lexicon.language", "lexicon.invalid");
        group.MapDelete("/{language}", Delete).WithIfMatchFile(Shown).WithName("DeleteLexicon").WithSummary("Removes a language's lexicon")
            .WithProblem(StatusCodes.Status404NotFound, "lexicon.unknown")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "lexicon.language");
    }

    private static async Task<Ok<IReadOnlyList<LexiconResponse>>> ListAsync(LexiconService lexicons, CancellationToken cancellationToken) =>
        TypedResults.Ok(await lexicons.ListAsync(cancellationToken));

    private static PhysicalFileHttpResult Get(string language, LexiconService lexicons) => TaggedFile.Send(lexicons.Find(language), MediaType);

    private static async Task<Ok<LexiconResponse>> PutAsync(string language, HttpRequest request, LexiconService lexicons, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = LexiconFile.MaxBytes;
        }

        return TypedResults.Ok(await lexicons.PutAsync(language, request.Body, cancellationToken));
    }

    private static NoContent Delete(string language, LexiconService lexicons)
    {
        lexicons.Delete(language);
        return TypedResults.NoContent();
    }

    private static string? Shown(HttpContext context) =>
        context.RequestServices.GetRequiredService<LexiconService>().TryFind(context.GetRouteValue("language")!.ToString()!);
}
