namespace UniBind.Grid.Grains;

/// <summary>The raw embedding of one online item, or why it has none.</summary>
/// <param name="Raw">The values, L2-normalised; null with <paramref name="Error"/>.</param>
/// <param name="Error">Why there is no embedding.</param>
/// <param name="Truncated">True when part of the content was left out.</param>
/// <param name="Tokens">The tokens of a text.</param>
internal sealed record OnlineEmbedding(float[]? Raw, ItemException? Error, bool Truncated, int Tokens)
{
    /// <summary>What decoding took.</summary>
    public TimeSpan Preprocess { get; init; }

    /// <summary>What it waited, for a decode thread and for the device.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>What the Runs took that it shared.</summary>
    public TimeSpan Run { get; init; }

    /// <summary>An item that failed before the device.</summary>
    public static OnlineEmbedding Failed(ItemException error, TimeSpan preprocess) => new(null, error, false, 0) { Preprocess = preprocess };

    /// <summary>An item without a vector, for the caller.</summary>
    public static EmbeddedItem Failed(ItemException error) => new() { Code = error.Code, Message = error.Message };
}
