namespace UniBind.Grid.Encoding;

/// <summary>What one encoder did since it was loaded. A snapshot: its numbers were read one after the other while work went on.</summary>
/// <param name="Items">Items that were answered, with a vector or an error; those that were cancelled do not count.</param>
/// <param name="FailedItems">Items among them that got an error.</param>
/// <param name="Rows">Rows that went through the model.</param>
/// <param name="Runs">Runs of the model, those that failed included.</param>
/// <param name="Bisections">Batches that failed and were halved to find the item that made them fail.</param>
/// <param name="RunTime">The time within Runs.</param>
/// <param name="QueueTime">The time that prepared Runs and online items waited for the device, added up.</param>
/// <param name="Elements">Input elements that went through the model, padding included.</param>
/// <param name="PaddedElements">Elements among them that were padding.</param>
public readonly record struct EncoderStatistics(
    long Items, long FailedItems, long Rows, long Runs, long Bisections, TimeSpan RunTime, TimeSpan QueueTime, long Elements, long PaddedElements)
{
    /// <summary>The part of the model's work that was padding, 0 to 1.</summary>
    public double PaddingWaste => Elements == 0 ? 0 : (double)PaddedElements / Elements;
}
