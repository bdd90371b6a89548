using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>The rows of a job's output, all of them.</summary>
internal static class OutputRows
{
    public static async Task<IReadOnlyList<OutputRow>> ReadAsync(string output)
    {
        var rows = new List<OutputRow>();
        await foreach (var row in PartReader.ReadAsync(output, TestContext.Current.CancellationToken))
            rows.Add(row);
        return rows;
    }
}
