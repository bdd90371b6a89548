using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary>Prints what checks of encoders found.</summary>
internal static class PackReports
{
    public static void Print(IEnumerable<EncoderReport> encoders, TextWriter output)
    {
        foreach (var e in encoders)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{e.Modality.Name(),-11} {(e.Problems.Count == 0 ? "ok" : "FAULTY"),-7} {e.Dimension,5} dimensions, {e.Provider}, loads in {e.LoadTime.TotalMilliseconds:0} ms, one row in {e.RunTime.TotalMilliseconds:0.00} ms, a batch changes it by {e.BatchDelta:0.#e+0}"));
            foreach (var problem in e.Problems)
                output.WriteLine($"            {problem}");
        }
    }
}
