using System.Text.Json;

namespace UniBind.Grid.Client;

/// <summary>An error in OpenAI's form.</summary>
internal sealed record WireError
{
    /// <summary>One sentence.</summary>
    public string? Message { get; init; }

    /// <summary>What of the request is wrong.</summary>
    public string? Param { get; init; }

    /// <summary>A word for programs; other servers send a number.</summary>
    public JsonElement Code { get; init; }

    /// <summary>The error of an item.</summary>
    /// <param name="place">Its place in the request.</param>
    /// <param name="index">Its place in the caller's list, which a split list has elsewhere.</param>
    public EmbeddingItemException ToItemException(int place, int index)
    {
        var text = Message ?? "it is refused without a reason.";
        var (there, here) = (FormattableString.Invariant($"input[{place}]"), FormattableString.Invariant($"Item {index}"));
        text = text.StartsWith(there + ":", StringComparison.Ordinal) ? here + text[there.Length..] : $"{here}: {text}";
        return new EmbeddingItemException(index, Code.ValueKind == JsonValueKind.String ? Code.GetString()! : ItemErrorCodes.Encoder, text);
    }
}
