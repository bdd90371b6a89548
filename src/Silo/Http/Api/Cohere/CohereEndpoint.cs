using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary><c>POST /v2/embed</c>: Cohere's.</summary>
/// <param name="calls">Takes the items to the grid.</param>
internal sealed class CohereEndpoint(OnlineCalls calls)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        CohereCall call;
        using (var body = await JsonBody.ReadAsync(context, calls.Options.MaxBodyBytes))
            call = CohereCall.Read(body.Root, calls.Options);
        var answer = await calls.EmbedAsync(context, call.Model ?? await calls.DefaultModelAsync(), call.Items, partial: false);
        answer.RequireDimensions(call.OutputDimension, "output_dimension");
        if (!call.MayTruncate && Array.FindIndex(answer.Items, item => item!.Truncated) is >= 0 and var cut)
            throw new ApiException($"{call.Items[cut].Param} is longer than what the encoder reads; shorten it, or send \"truncate\": \"END\".", call.Items[cut].Param);
        await WriteAsync(context, call, answer);
    }

    private static async Task WriteAsync(HttpContext context, CohereCall call, OnlineAnswer answer)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, JsonBody.Writing);
        json.WriteStartObject();
        json.WriteString("id"u8, context.TraceIdentifier);
        json.WriteStartObject("embeddings"u8);
        foreach (var type in call.EmbeddingTypes)
        {
            json.WriteStartArray(type);
            foreach (var item in answer.Items)
            {
                Quantization.Write(json, VectorShape.Cut(item!.Vector!, call.OutputDimension, "output_dimension"), type);
                await VectorWriter.FlushAsync(json, context);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartArray("texts"u8);
        foreach (var text in call.Texts ?? [])
            json.WriteStringValue(text);
        json.WriteEndArray();
        WriteMeta(json, call, answer);
        json.WriteString("response_type"u8, "embeddings_by_type"u8);
        json.WriteString("model"u8, answer.Model);
        json.WriteEndObject();
    }

    private static void WriteMeta(Utf8JsonWriter json, CohereCall call, OnlineAnswer answer)
    {
        json.WriteStartObject("meta"u8);
        json.WriteStartObject("api_version"u8);
        json.WriteString("version"u8, "2"u8);
        json.WriteEndObject();
        json.WriteStartObject("billed_units"u8);
        json.WriteNumber("input_tokens"u8, answer.Tokens);
        if (call.Items.Count(item => item.Query?.Modality == Modality.Image) is > 0 and var images)
            json.WriteNumber("images"u8, images);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
