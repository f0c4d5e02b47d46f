using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
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

    private static async Task<Ok<IReadOnlyList<LexiconResponse>>> ListAsync(IPipeline pipeline, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<LexiconResponse>>([.. (await pipeline.Lexicons.ReadAsync(cancellationToken: cancellationToken)).Select(LexiconResponse.From)]);

    private static PhysicalFileHttpResult Get(string language, IPipeline pipeline) => TaggedFile.Send(Find(language, pipeline), MediaType);

    private static async Task<Ok<LexiconResponse>> PutAsync(string language, HttpRequest request, IPipeline pipeline, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = LexiconFile.MaxBytes;
        }

        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancellationToken);
        if (content.Length > LexiconFile.MaxBytes)
        {
            throw new RequestException(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "A lexicon may have 1 MB.");
        }

        return TypedResults.Ok(LexiconResponse.From(await pipeline.Lexicons.PutAsync(language, content.ToArray(), cancellationToken)));
    }

    private static NoContent Delete(string language, IPipeline pipeline)
    {
        File.Delete(Find(language, pipeline));
        return TypedResults.NoContent();
    }

    private static string? Shown(HttpContext context) =>
        context.RequestServices.GetRequiredService<IPipeline>().Lexicons.File(context.GetRouteValue("language")!.ToString()!) is var file && File.Exists(file) ? file : null;

    private static string Find(string language, IPipeline pipeline) =>
        pipeline.Lexicons.File(language) is var file && File.Exists(file)
            ? file
            : throw RequestException.NotFound("lexicon.unknown", "There is no lexicon of that language.");
}
