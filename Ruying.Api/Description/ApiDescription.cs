using Microsoft.OpenApi;

namespace Ruying.Api.Description;

/// <summary>
/// The API's description (OpenAPI), at <c>/openapi/v1.json</c>; <c>docs/openapi.json</c> is the same text.
/// </summary>
internal static class ApiDescription
{
    private const string Key = "key";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Ruying";
            document.Info.Description =
                "Footage of a person becomes an avatar; a script becomes a video of them saying it. "
                + "Errors are problem details (RFC 9457) with a stable `code`; the codes are listed with each status.";
            document.Info.Version = "v1";
            (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key of `ruying keys create`. Looking needs the scope `read`, making and deleting `write`, keys and models `admin`. None is needed on this machine while no key was made.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
            document.Servers = [new OpenApiServer { Url = "/" }];
            if (document.Components?.Schemas?["ProblemDetails"] is OpenApiSchema problem)
            {
                problem.Properties!["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What went wrong, as a stable dotted code such as `face.none`." };
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, _, _) =>
        {
            // Numbers are taken in quotes too; what is described is what we send and want.
            if (schema.Type is { } type && (type & (JsonSchemaType.Number | JsonSchemaType.Integer)) != 0 && (type & JsonSchemaType.String) != 0)
            {
                (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationDescription.Complete(operation, context.Description);
            return Task.CompletedTask;
        });
    });
}
