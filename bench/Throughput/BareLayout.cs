namespace UniBind.Grid.Bench;

/// <summary>How the bare loop uses the machine.</summary>
/// <param name="DecodeThreads">Threads that read, decode and preprocess.</param>
/// <param name="Runners">Threads that call Run.</param>
/// <param name="IntraOp">Threads inside a Run.</param>
/// <param name="Rows">Rows in a batch.</param>
internal sealed record BareLayout(int DecodeThreads, int Runners, int IntraOp, int Rows)
{
    /// <summary>The layouts that are tried on a machine of so many processors, batches around the pack's own.</summary>
    public static IEnumerable<BareLayout> For(int processors, int packRows)
    {
        foreach (var rows in new[] { Math.Max(1, packRows / 4), packRows, packRows * 4 }.Distinct())
        {
            yield return new(processors, 1, processors, rows);
            yield return new(processors, 1, 1, rows);
            yield return new(processors, processors, 1, rows);
        }
    }

    public override string ToString() => $"{DecodeThreads} decode, {Runners}x{IntraOp} run, batch {Rows}";
}
