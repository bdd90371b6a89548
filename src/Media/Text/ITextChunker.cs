namespace UniBind.Grid.Media;

/// <summary>A text profile that can give each window of a long text as an item of its own, for <see cref="LongText.ChunkRows"/>.</summary>
/// <remarks>Implementations are immutable and thread-safe, like the profile that they belong to.</remarks>
public interface ITextChunker
{
    /// <summary>Cuts a text into windows, whatever the profile's <see cref="ProfileContext.LongText"/> says.</summary>
    /// <param name="content">The item's bytes; stays the caller's.</param>
    /// <param name="format">Its format, as <see cref="MediaSniffer"/> told.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// The windows in reading order, at least one, each with one row; a text that fits gives one. When the text has more windows than the
    /// option <c>maxChunks</c> allows, the last one is marked as truncated.
    /// </returns>
    /// <exception cref="ItemException">The content is bad; the item becomes a dead letter.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IReadOnlyList<PreparedItem> PrepareChunks(MediaContent content, MediaFormat format, CancellationToken cancellationToken);
}
