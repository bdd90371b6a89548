using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Writes errors in the shape of the route's family: OpenAI's, TEI's or Cohere's.</summary>
internal static class ApiErrorWriter
{
    /// <summary>Answers with an error; nothing happens where the response has started.</summary>
    public static Task WriteAsync(HttpContext context, ApiError error)
    {
        var response = context.Response;
        if (response.HasStarted)
            return Task.CompletedTask;
        var path = context.Request.Path;
        var isTei = path == "/embed";
        var status = isTei ? TeiStatus(error) : error.Status;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (error.RetryAfter is { } after)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonBody.Writing))
        {
            json.WriteStartObject();
            if (isTei)
            {
                json.WriteString("error"u8, error.Message);
                json.WriteString("error_type"u8, TeiType(error));
            }
            else if (path.StartsWithSegments("/v2"))
            {
                json.WriteString("id"u8, context.TraceIdentifier);
                json.WriteString("message"u8, error.Message);
            }
            else
            {
                json.WritePropertyName("error"u8);
                WriteBody(json, error);
            }
            json.WriteEndObject();
        }
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, CancellationToken.None).AsTask(); // the request may be over its time; who left is written to in vain
    }

    /// <summary>Writes an error object in OpenAI's shape, also for one item of a list.</summary>
    public static void WriteBody(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        json.WriteEndObject();
    }

    // TEI calls every refusal of the content a validation error, 422, but nothing at all 400.
    private static int TeiStatus(ApiError error) => error switch
    {
        { Code: ItemErrorCodes.Empty } => StatusCodes.Status400BadRequest,
        { Status: 400, Code: not "invalid_json" } => StatusCodes.Status422UnprocessableEntity,
        _ => error.Status,
    };

    private static string TeiType(ApiError error) => error switch
    {
        { Code: ItemErrorCodes.Empty } => "Empty",
        { Status: 424 or 500 or 504 } => "Backend",
        { Status: 429 } => "Overloaded",
        { Status: 503 } => "Unhealthy",
        _ => "Validation",
    };
}
