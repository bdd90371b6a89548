using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Reads the items of a request: strings, content parts, or lists of them.</summary>
internal static class InputReader
{
    /// <summary>Reads <c>input</c> in any of its forms.</summary>
    /// <param name="input">The value: one item or a list.</param>
    /// <param name="param">The name of the member.</param>
    /// <param name="stated">The modality of all items, as the request states it; null where it does not.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="ApiException">It is of no such form, or too long.</exception>
    public static List<ApiItem> Read(JsonElement input, string param, Modality? stated, ApiOptions options)
    {
        switch (input.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Object:
                return [ReadOne(input, 0, param, stated)];
            case JsonValueKind.Array:
                break;
            default:
                throw new ApiException($"'{param}' must be a string, a content part, or a list of them.", param);
        }
        var count = input.GetArrayLength();
        if (count == 0)
            throw new ApiException($"'{param}' is an empty list; send at least one item.", param, ItemErrorCodes.Empty);

        // A list of numbers is one item of tokens, so that its length is none of the list of items.
        if (input[0].ValueKind is JsonValueKind.Number or JsonValueKind.Array)
            throw Tokens(param);
        RequireCount(count, param, options);
        var items = new List<ApiItem>(count);
        foreach (var element in input.EnumerateArray())
            items.Add(ReadOne(element, items.Count, param, stated));
        return items;
    }

    /// <summary>Reads vLLM's <c>messages</c>: one message of one part.</summary>
    /// <exception cref="ApiException">There are several, which would be one embedding of a conversation there.</exception>
    public static List<ApiItem> ReadMessages(JsonElement messages, Modality? stated)
    {
        const string param = "messages";
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() != 1 || messages[0].ValueKind != JsonValueKind.Object || !messages[0].TryGetProperty("content"u8, out var content))
            throw new ApiException("'messages' takes one message with 'content'; put several items into 'input', as each gets an embedding of its own.", param);
        return [ReadContent(content, 0, param, stated)];
    }

    /// <summary>Reads the content of a message or of an item: a string, or a list with one part.</summary>
    public static ApiItem ReadContent(JsonElement content, int index, string param, Modality? stated)
    {
        if (content.ValueKind != JsonValueKind.Array)
            return ReadOne(content, index, param, stated);
        return content.GetArrayLength() == 1
            ? ReadOne(content[0], index, param, stated)
            : throw new ApiException($"'{param}[{index}]' has {content.GetArrayLength()} parts; an embedding is of one part, so send each part as an item of its own.", $"{param}[{index}]");
    }

    /// <summary>Refuses too long a list.</summary>
    public static void RequireCount(int count, string param, ApiOptions options)
    {
        if (count > options.MaxItems)
            throw new ApiException($"'{param}' has {count:N0} items and a request takes at most {options.MaxItems:N0}; send several requests, or a batch job by /v1/jobs.", param, "too_many_items");
    }

    private static ApiItem ReadOne(JsonElement element, int index, string param, Modality? stated)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when stated is null or Modality.Text:
                var text = new ApiItem(index, param);
                return text.WithText(JsonBody.Utf8Of(element, text.Param));
            case JsonValueKind.String:
                return PartReader.ReadAddress(element, index, param, stated, null);
            case JsonValueKind.Object when element.TryGetProperty("content"u8, out var content) && !element.TryGetProperty("type"u8, out _):
                return ReadContent(content, index, param, stated);
            case JsonValueKind.Object:
                return PartReader.Read(element, index, param, stated);
            case JsonValueKind.Number or JsonValueKind.Array:
                throw Tokens(FormattableString.Invariant($"{param}[{index}]"));
            default:
                throw new ApiException($"'{param}[{index}]' must be a string or a content part.", $"{param}[{index}]");
        }
    }

    private static ApiException Tokens(string param) =>
        new($"'{param}' is a token array; send texts instead, as every encoder here has a tokenizer of its own.", param, "token_arrays_unsupported");
}
