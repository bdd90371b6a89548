using System.Diagnostics;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>One online item that waits for its result.</summary>
internal sealed class OnlineItem(PreparedItem item, ItemLayout layout) : TaskCompletionSource<EncodeResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public PreparedItem Item { get; } = item;

    public ItemLayout Layout { get; } = layout;

    public long Bytes { get; } = item.ByteLength;

    /// <summary>The span of whoever waits for it.</summary>
    public ActivityContext Span { get; } = RunSpans.Here;

    /// <summary>When the item was queued, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Queued { get; } = Stopwatch.GetTimestamp();
}
