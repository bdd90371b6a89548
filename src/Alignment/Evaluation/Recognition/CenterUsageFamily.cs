namespace UniBind.Grid.Alignment;

/// <summary>
/// Which rows of a class's center its own items are nearest to, per modality: <c>usage</c>, the share of rows that win at least once, and
/// <c>usage.entropy</c>, the entropy of the winners over ln K; both are means over classes, weighted by items. Source: section 5.2 K.
/// </summary>
internal sealed class CenterUsageFamily : IStatisticFamily
{
    private readonly (int[] Clusters, int[] Rows)[][] _classes;
    private readonly int[][] _rowCounts;

    public CenterUsageFamily(EvaluationData data, CenterSet centers, IReadOnlyList<RecognisedItems> modalities)
    {
        var parts = modalities.Where(m => m.OwnRow.Any(r => r >= 0)).ToArray();
        Names = [.. parts.SelectMany(p => new[] { "usage", "usage.entropy" }.Select(name => ($"{p.Modality.Name()}.{name}", p.OwnRow.Count(r => r >= 0))))];
        var byClass = parts.Select(p => Enumerable.Range(0, p.Items.Length).Where(i => p.OwnRow[i] >= 0).GroupBy(i => p.Label[i]).ToArray()).ToArray();
        _classes = [.. byClass.Select((classes, p) => classes
            .Select(c => (c.Select(i => data.Cluster[parts[p].Items[i]]).ToArray(), c.Select(i => parts[p].OwnRow[i] - centers.RowsOf(c.Key).Start).ToArray())).ToArray())];
        _rowCounts = [.. byClass.Select((classes, p) => classes.Select(c => VisibleRows(centers, c.Key, parts[p].Modality)).ToArray())];
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        for (var p = 0; p < _classes.Length; p++)
        {
            double used = 0, entropy = 0, items = 0, spread = 0;
            for (var c = 0; c < _classes[p].Length; c++)
            {
                var (clusters, rows) = _classes[p][c];
                var wins = new long[rows.Max() + 1];
                for (var i = 0; i < rows.Length; i++)
                    wins[rows[i]] += weights[clusters[i]];
                var total = (double)wins.Sum();
                if (total == 0)
                    continue;
                var visible = _rowCounts[p][c];
                items += total;
                used += total * wins.Count(w => w > 0) / visible;
                if (visible < 2)
                    continue;
                spread += total;
                entropy -= total * wins.Where(w => w > 0).Sum(w => w / total * Math.Log(w / total)) / Math.Log(visible);
            }
            values[2 * p] = items == 0 ? double.NaN : used / items;
            values[(2 * p) + 1] = spread == 0 ? double.NaN : entropy / spread;
        }
    }

    private static int VisibleRows(CenterSet centers, int index, Modality modality)
    {
        var (start, count) = centers.RowsOf(index);
        return Enumerable.Range(start, count).Count(r => centers.Counts(r, modality));
    }
}
