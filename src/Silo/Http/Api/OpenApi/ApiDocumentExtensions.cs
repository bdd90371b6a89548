using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace UniBind.Grid.Silo;

/// <summary>The OpenAPI document and the page that shows it. Both come out of this process alone: no font, script or telemetry of other servers.</summary>
internal static class ApiDocumentExtensions
{
    private const string Document = "v1";
    private const string Scheme = "api_key";

    private const string Description = """
        Embeds and classifies texts, images, sounds, point clouds, thermal pictures, videos and event recordings, and runs batch jobs over corpora of them.
        Requests carry an API key as `Authorization: Bearer KEY`, `x-api-key` or `api-key`, unless the grid listens on loopback alone and has none.
        `x-request-id` comes back with every answer; `x-request-timeout` (seconds) gives a request up when its time is over.
        """;

    /// <summary>Adds what makes the document; nothing is made before somebody asks for it.</summary>
    public static IServiceCollection AddGridApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        return services.AddOpenApi(Document, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                Complete(document);
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(InputShape))
                    SetInput(schema);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/scalar</c>, for everybody.</summary>
    public static void MapGridApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi().AllowAnonymous();
        endpoints.MapScalarApiReference(scalar =>
        {
            scalar.Title = "UniBind.Grid";
            scalar.DefaultFonts = false;
            scalar.Telemetry = false;
            scalar.HideClientButton = true;
        }).AllowAnonymous();
    }

    private static void Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "UniBind.Grid", Version = Document, Description = Description };

        // The address that a request came by is the one to use, whatever stands in front.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of the grid; 'unibind keys' makes them." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
    }

    private static void SetInput(OpenApiSchema schema)
    {
        schema.Type = null;
        schema.Properties = null;
        schema.Examples = [JsonNode.Parse("""["a cat on a mat", {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]""")!];
        schema.OneOf = [Text(), Part(), new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = 2048, Items = new OpenApiSchema { OneOf = [Text(), Part()] } }];
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String, MinLength = 1 };

    private static OpenApiSchema Part() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A content part, such as {\"type\": \"media\", \"modality\": \"pointcloud\", \"data\": BASE64, \"name\": \"scan.ply\"}.",
        Required = new HashSet<string> { "type" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ((string[])["text", "image_url", "input_audio", "audio_url", "video_url", "media"]).Select(t => (JsonNode)t)] },
            ["text"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of text." },
            ["image_url"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Of image_url: an object with 'url', a data URI or an http(s) URL." },
            ["input_audio"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Of input_audio: an object with 'data', base64, and 'format', such as wav." },
            ["url"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of media: a data URI or an http(s) URL." },
            ["data"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of media: base64." },
            ["name"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of media: a file name, whose extension tells formats without a signature." },
            ["modality"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Modalities.All.Select(m => (JsonNode)m.Name())] },
        },
    };
}
