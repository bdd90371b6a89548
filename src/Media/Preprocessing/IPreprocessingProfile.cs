namespace UniBind.Grid.Media;

/// <summary>
/// A preprocessing profile with its options: turns the bytes of an item into the tensors of an encoder.
/// </summary>
/// <remarks>
/// Implementations are immutable and thread-safe. <see cref="Prepare"/> works synchronously on the caller's thread, which
/// must be one that may block (the grid's decode threads), never a grain's scheduler.
/// </remarks>
public interface IPreprocessingProfile
{
    /// <summary>The profile's name in packs, for example <c>clip-image</c>.</summary>
    string Name { get; }

    /// <summary>The modality that it reads.</summary>
    Modality Modality { get; }

    /// <summary>The tensors that it produces.</summary>
    IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>Name, version and options in one line: equal lines mean equal tensors. Part of the job's numerics fingerprint.</summary>
    string Fingerprint { get; }

    /// <summary>Decodes and prepares one item.</summary>
    /// <param name="content">The item's bytes; stays the caller's.</param>
    /// <param name="format">Its format, as <see cref="MediaSniffer"/> told.</param>
    /// <param name="cancellationToken">Ends the work early, child processes included.</param>
    /// <exception cref="ItemException">The content is bad; the item becomes a dead letter.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken);
}
