using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>What decoding made of one planned item: one or more prepared items, or an error.</summary>
/// <param name="Planned">The item.</param>
/// <param name="ContentSha256">The hash of its content; empty when it could not be read.</param>
/// <param name="Prepared">What its encoder will see; several when a long text becomes several rows; empty on error.</param>
/// <param name="Error">Why there is nothing.</param>
/// <param name="Time">What decoding took.</param>
/// <param name="Bytes">The size of the content.</param>
internal sealed record DecodedItem(
    PlannedItem Planned, string ContentSha256, IReadOnlyList<PreparedItem> Prepared, ItemException? Error, TimeSpan Time, long Bytes)
{
    /// <summary>What an earlier job's encoder made of the same content; then nothing was decoded.</summary>
    public CachedItem? Cached { get; init; }
}
