namespace UniBind.Grid;

/// <summary>
/// A permanent failure of one item: repeating it would fail again. It becomes a dead letter; the job goes on.
/// The message is one sentence for the user, without the item's id.
/// </summary>
/// <param name="stage">Where it failed.</param>
/// <param name="code">One of <see cref="ItemErrorCodes"/>.</param>
/// <param name="message">What is wrong, and what to do where that is not plain.</param>
/// <param name="inner">The failure underneath, if any.</param>
public sealed class ItemException(ItemStage stage, string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Where the item failed.</summary>
    public ItemStage Stage { get; } = stage;

    /// <summary>The stable code, one of <see cref="ItemErrorCodes"/>.</summary>
    public string Code { get; } = code;
}
