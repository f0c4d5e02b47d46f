using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Ruying.Api.Data;
using Ruying.Api.Idempotency;
using Ruying.Api.Tags;
using Ruying.Api.Uploads.Tus;

namespace Ruying.Api.Description;

/// <summary>Adds to an operation what its endpoint's metadata and our habits say: parameters, headers, codes of problems, forms.</summary>
internal static class OperationDescription
{
    private static readonly FrozenDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        ["id"] = "The id: 32 hexadecimal digits.",
        ["shareId"] = "The link's id.",
        ["frame"] = "A frame that a finding of the report names, from 0.",
        ["deliveryId"] = "The message's id.",
        ["name"] = "The model's name.",
        ["limit"] = "How many the page holds, 1 to 200; 50 if absent.",
        ["before"] = "The `next` of the page before; absent for the first.",
        ["wait"] = "Seconds to wait for news, up to 60: other than If-None-Match names, or than now.",
        ["language"] = "BCP 47 tag, such as `en` or `en-gb`.",
        ["format"] = "`srt`, `vtt` or `ass`.",
        ["avatarId"] = "Only videos of this avatar.",
        ["state"] = "Only what stands so.",
        ["kind"] = "Only jobs that make this.",
        ["owner"] = "Only what this owner's keys did.",
        ["action"] = "Only this operation, such as `DeleteAvatar`.",
        ["subject"] = "Only what was done to something with this in its address, such as an avatar's id.",
        ["since"] = "Only from this moment on.",
        ["lines"] = "How many lines, 1 to 10,000; 200 if absent.",
        ["from"] = "The first day, such as `2026-05-01`, UTC; 29 days before the last if absent.",
        ["to"] = "The last day, UTC; today if absent.",
        ["all"] = "Everybody's; needs an admin key.",
        ["q"] = "Only those whose name or text has this in it, in capitals or not.",
    }.ToFrozenDictionary();

    /// <summary>Of one operation, where the name alone says something else.</summary>
    private static readonly FrozenDictionary<string, string> Own = new Dictionary<string, string>
    {
        ["GetPreview wait"] = "Seconds to wait until it is there or could not be made, up to 60.",
        ["GetUsage owner"] = "Whose; the key's own owner if absent. Another's needs an admin key.",
    }.ToFrozenDictionary();

    public static void Complete(OpenApiOperation operation, Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description ??= Own.GetValueOrDefault($"{operation.OperationId} {parameter.Name}") ?? Parameters.GetValueOrDefault(parameter.Name!);
            IEnumerable<string>? words = (parameter.Name, operation.OperationId) switch
            {
                ("state", "ListJobs") => Choices.Names<JobState>(),
                ("state", "ListDeliveries") => Choices.Names<DeliveryState>(),
                ("state", _) => Choices.Names<ResultState>(),
                ("kind", _) => Choices.Names<JobKind>(),
                _ => null,
            };
            if (words is not null && parameter.Schema is OpenApiSchema schema)
            {
                schema.Enum = [.. words.Select(word => JsonValue.Create(word))];
            }
        }

        AddHeaders(operation, description.HttpMethod!, metadata);
        AddBodies(operation);
        foreach (var problem in metadata.OfType<ProblemsAttribute>())
        {
            Response(operation, problem.Status).Description = string.Join(", ", problem.Codes.Select(code => $"`{code}`"));
        }

        Add(operation, StatusCodes.Status401Unauthorized, "auth.key_needed");
        Add(operation, StatusCodes.Status403Forbidden, "auth.scope");
        Add(operation, StatusCodes.Status429TooManyRequests, "request.rate_limited");
    }

    private static void AddHeaders(OpenApiOperation operation, string method, IList<object> metadata)
    {
        if (metadata.OfType<IdempotentAttribute>().Any())
        {
            AddHeader(operation, IdempotencyGuard.Header, "1 to 255 visible characters of your choice: the same request with the same key, within 24 hours, gets the first answer again and makes nothing new.");
            Add(operation, StatusCodes.Status409Conflict, "request.idempotency_running");
            Add(operation, StatusCodes.Status422UnprocessableEntity, "request.idempotency_mismatch");
        }

        if (metadata.OfType<IfMatchAttribute>().Any())
        {
            AddHeader(operation, "If-Match", "The ETag of what you read: refused when it has changed since.");
            Add(operation, StatusCodes.Status412PreconditionFailed, "request.precondition_failed");
        }

        if (operation.OperationId == "GetJobEvents")
        {
            AddHeader(operation, "Last-Event-ID", "The id of the last event you have.");
        }
        else if (HttpMethods.IsGet(method))
        {
            AddHeader(operation, "If-None-Match", "The ETag of what you have: the answer is 304 while it is the same.");
            operation.Responses!["304"] = new OpenApiResponse { Description = "You have it already." };
        }
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    /// <summary>Bodies that endpoints read by themselves, where the types do not tell all.</summary>
    private static void AddBodies(OpenApiOperation operation)
    {
        if (operation.OperationId is "CreateVideo" or "CreatePreview" && operation.RequestBody?.Content?["multipart/form-data"] is OpenApiMediaType form)
        {
            form.Schema = VideoForm(form.Schema!, ("audio", "A recording, spoken in place of the text."), ("music", "Music under the voice."), (Videos.BackgroundFiles.Field, "A JPEG or PNG behind the person."));
        }
        else if (operation.OperationId == "CreateVideos" && operation.RequestBody?.Content?["multipart/form-data"] is OpenApiMediaType batch)
        {
            batch.Schema = VideoForm(
                new OpenApiSchemaReference("CreateVideoRequest"),
                ("rows", "A CSV file in UTF-8: the first line names the values, each further one is a video. Commas or semicolons part them."));
        }
        else if (operation.OperationId is "PutLexicon")
        {
            operation.RequestBody = Body("application/pls+xml", new OpenApiSchema { Type = JsonSchemaType.String }, isRequired: true);
        }
        else if (operation.OperationId is "AppendTusUpload" or "CreateTusUpload")
        {
            operation.RequestBody = Body("application/offset+octet-stream", Binary("The next bytes of the file."), isRequired: operation.OperationId == "AppendTusUpload");
            AddHeader(operation, TusProtocol.VersionHeader, $"`{TusProtocol.Version}`.");
        }
        else if (operation.OperationId is "FindTusUpload" or "DeleteTusUpload")
        {
            AddHeader(operation, TusProtocol.VersionHeader, $"`{TusProtocol.Version}`.");
        }
    }

    private static OpenApiRequestBody Body(string type, OpenApiSchema schema, bool isRequired) => new()
    {
        Required = isRequired,
        Content = new Dictionary<string, OpenApiMediaType> { [type] = new OpenApiMediaType { Schema = schema } },
    };

    /// <summary>The fields of a video, and files.</summary>
    private static OpenApiSchema VideoForm(IOpenApiSchema video, params (string Field, string Description)[] files) => new()
    {
        AllOf =
        [
            video,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = files.ToDictionary(file => file.Field, IOpenApiSchema (file) => Binary(file.Description)),
            },
        ],
    };

    private static OpenApiSchema Binary(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    private static void Add(OpenApiOperation operation, int status, string code)
    {
        var response = Response(operation, status);
        response.Description = string.IsNullOrEmpty(response.Description) || !response.Description.StartsWith('`') ? $"`{code}`" : $"{response.Description}, `{code}`";
    }

    private static OpenApiResponse Response(OpenApiOperation operation, int status)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        if (operation.Responses.TryGetValue(key, out var known) && known is OpenApiResponse response)
        {
            return response;
        }

        response = new OpenApiResponse
        {
            Description = "",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("ProblemDetails") },
            },
        };
        operation.Responses[key] = response;
        return response;
    }
}
