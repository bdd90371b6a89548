using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary><c>POST /v1/embeddings</c>: OpenAI's, for items of every modality.</summary>
/// <param name="calls">Takes the items to the grid.</param>
internal sealed class EmbeddingsEndpoint(OnlineCalls calls)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var call = await ReadAsync(context);
        var answer = await calls.EmbedAsync(context, call.Model, call.Items, call.IsPartial);
        answer.RequireDimensions(call.Dimensions, "dimensions");
        await WriteAsync(context, call, answer);
    }

    private async ValueTask<EmbeddingsCall> ReadAsync(HttpContext context)
    {
        if (MultipartInputs.Is(context.Request))
            return await EmbeddingsCall.ReadUploadAsync(context, calls.Options);
        using var body = await JsonBody.ReadAsync(context, calls.Options.MaxBodyBytes);
        return EmbeddingsCall.Read(body.Root, calls.Options);
    }

    private static async Task WriteAsync(HttpContext context, EmbeddingsCall call, OnlineAnswer answer)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, JsonBody.Writing);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < answer.Items.Length; i++)
        {
            json.WriteStartObject();
            if (answer.Items[i] is { } item)
                WriteItem(json, item, i, call);
            else
                WriteError(json, answer.Errors![i]!, i);
            json.WriteEndObject();
            await VectorWriter.FlushAsync(json, context);
        }
        json.WriteEndArray();
        json.WriteString("model"u8, answer.Model);
        json.WriteStartObject("usage"u8);
        var tokens = answer.Tokens;
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, EmbeddedItem item, int index, EmbeddingsCall call)
    {
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        json.WritePropertyName("embedding"u8);
        var vector = VectorShape.Cut(item.Vector!, call.Dimensions, "dimensions");
        if (call.IsBase64)
            json.WriteBase64StringValue(vector);
        else
            VectorWriter.WriteFloats(json, vector);

        // Ours: what was left out silently is what users of other servers complain about.
        if (item.Truncated)
            json.WriteBoolean("truncated"u8, true);
    }

    private static void WriteError(Utf8JsonWriter json, ApiError error, int index)
    {
        json.WriteString("object"u8, "error"u8);
        json.WriteNumber("index"u8, index);
        json.WritePropertyName("error"u8);
        ApiErrorWriter.WriteBody(json, error);
    }
}
