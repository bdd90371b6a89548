namespace UniBind.Grid.Silo;

/// <summary>What became of the items of an online request.</summary>
internal sealed class OnlineAnswer
{
    /// <summary>The space version that the items were embedded in.</summary>
    public required string Model { get; init; }

    /// <summary>The embeddings in the order of the request; null at the place of an item that has none.</summary>
    public required EmbeddedItem?[] Items { get; init; }

    /// <summary>Why items have none, in the order of the request; null when all have one.</summary>
    public ApiError?[]? Errors { get; init; }

    /// <summary>The longest time that an item was decoded and preprocessed.</summary>
    public TimeSpan Preprocess { get; init; }

    /// <summary>The longest time that an item waited for a device.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>The longest time that an item was on a device.</summary>
    public TimeSpan Run { get; init; }

    /// <summary>The tokens that the encoder read.</summary>
    public long Tokens => Items.Sum(item => (long)(item?.Tokens ?? 0));

    /// <summary>Refuses more dimensions than the embeddings have; asked before the answer begins.</summary>
    /// <exception cref="ApiException">They have fewer.</exception>
    public void RequireDimensions(int? dimensions, string param)
    {
        if (dimensions is not { } wanted)
            return;
        foreach (var item in Items)
        {
            if (item?.Vector is { } vector && vector.Length / sizeof(float) < wanted)
                throw VectorShape.TooMany(wanted, vector.Length / sizeof(float), param);
        }
    }
}
