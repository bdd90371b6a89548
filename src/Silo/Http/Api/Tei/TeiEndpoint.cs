using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary><c>POST /embed</c>: Hugging Face's text-embeddings-inference.</summary>
/// <param name="calls">Takes the items to the grid.</param>
internal sealed class TeiEndpoint(OnlineCalls calls)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        int? dimensions;
        bool mayTruncate;
        string? model;
        List<ApiItem> items;
        using (var body = await JsonBody.ReadAsync(context, calls.Options.MaxBodyBytes))
        {
            var root = body.Root;
            RequireSupported(root);
            dimensions = Members.Whole(root, "dimensions", 1);
            mayTruncate = Members.Flag(root, "truncate") ?? true;
            model = Members.Text(root, "model");
            items = Members.Has(root, "inputs", out var inputs)
                ? InputReader.Read(inputs, "inputs", null, calls.Options)
                : throw new ApiException("The request has no 'inputs'.", "inputs", ItemErrorCodes.Empty);
        }
        var characters = items.Sum(item => item.Query is { Modality: Modality.Text } text ? System.Text.Encoding.UTF8.GetCharCount(text.Content) : 0);
        var answer = await calls.EmbedAsync(context, model ?? await calls.DefaultModelAsync(), items, partial: false);
        answer.RequireDimensions(dimensions, "dimensions");
        if (!mayTruncate && Array.FindIndex(answer.Items, item => item!.Truncated) is >= 0 and var cut)
            throw new ApiException($"'inputs[{cut}]' is longer than what the encoder reads; shorten it, or send \"truncate\": true.", $"inputs[{cut}]");
        WriteHeaders(context.Response.Headers, answer, characters, began);
        await WriteAsync(context, answer, dimensions);
    }

    private static void RequireSupported(JsonElement root)
    {
        if (Members.Has(root, "prompt_name", out _))
            throw new ApiException("'prompt_name' is not taken, as packs have no prompts; put the prompt before the text.", "prompt_name");
        if (Members.Flag(root, "normalize") is false)
            throw new ApiException("'normalize' cannot be false: the embeddings of a space are of length 1.", "normalize");
        if (Members.Text(root, "truncation_direction") is { } direction && !direction.Equals("right", StringComparison.OrdinalIgnoreCase))
            throw new ApiException("'truncation_direction' takes Right alone: it is the end that encoders leave out.", "truncation_direction");
    }

    private static void WriteHeaders(IHeaderDictionary headers, OnlineAnswer answer, int characters, long began)
    {
        var total = Milliseconds(Stopwatch.GetElapsedTime(began));
        headers["x-compute-type"] = "onnxruntime";
        headers["x-compute-time"] = total;
        headers["x-compute-characters"] = characters.ToString(CultureInfo.InvariantCulture);
        headers["x-compute-tokens"] = answer.Tokens.ToString(CultureInfo.InvariantCulture);
        headers["x-total-time"] = total;
        headers["x-tokenization-time"] = Milliseconds(answer.Preprocess);
        headers["x-queue-time"] = Milliseconds(answer.Queue);
        headers["x-inference-time"] = Milliseconds(answer.Run);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static async Task WriteAsync(HttpContext context, OnlineAnswer answer, int? dimensions)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, JsonBody.Writing);
        json.WriteStartArray();
        foreach (var item in answer.Items)
        {
            VectorWriter.WriteFloats(json, VectorShape.Cut(item!.Vector!, dimensions, "dimensions"));
            await VectorWriter.FlushAsync(json, context);
        }
        json.WriteEndArray();
    }
}
