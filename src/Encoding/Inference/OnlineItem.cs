using System.Diagnostics;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>One online item that waits for its result.</summary>
internal sealed class OnlineItem : TaskCompletionSource<EncodeResult>
{
    public OnlineItem(PreparedItem item, ItemLayout layout) : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (Item, Layout, Bytes) = (item, layout, item.ByteLength);
        Place = new LinkedListNode<OnlineItem>(this);
    }

    public PreparedItem Item { get; }

    public ItemLayout Layout { get; }

    public long Bytes { get; }

    /// <summary>Its place in the merger's queue; in none once the device took it, or the caller took it back.</summary>
    public LinkedListNode<OnlineItem> Place { get; }

    /// <summary>The span of whoever waits for it.</summary>
    public ActivityContext Span { get; } = RunSpans.Here;

    /// <summary>When the item came, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Queued { get; } = Stopwatch.GetTimestamp();
}
