namespace UniBind.Grid.Bench.Checker;

/// <summary>Goes over all sights of all items in the order of their hashed ids.</summary>
internal sealed class Comparison
{
    private const int MaxExamples = 10;

    /// <summary>Items with neither row nor dead letter.</summary>
    public long Lost { get; private set; }

    /// <summary>Rows and dead letters beyond the one that an item has.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Rows and dead letters of ids that the listing does not have.</summary>
    public long Unknown { get; private set; }

    /// <summary>Items whose outcome is not that of the reference.</summary>
    public long Differing { get; private set; }

    /// <summary>Hashed ids of some items that something is wrong with, and what.</summary>
    public Dictionary<UInt128, string> Examples { get; } = [];

    public static Comparison Of(IEnumerable<Entry> sorted)
    {
        var comparison = new Comparison();
        var item = new List<Entry>();
        foreach (var entry in sorted)
        {
            if (item.Count > 0 && item[0].Id != entry.Id)
                comparison.Close(item);
            item.Add(entry);
        }
        if (item.Count > 0)
            comparison.Close(item);
        return comparison;
    }

    private void Close(List<Entry> item)
    {
        long Count(Seen where) => item.LongCount(e => e.Where == where);
        var (listed, rows) = (Count(Seen.Listing), Count(Seen.Row));
        var outcomes = rows + Count(Seen.Letter);
        var problem = (string?)null;
        if (listed == 0)
        {
            // An id that only the reference has makes the reference useless: the item differs.
            Unknown += outcomes;
            Differing += outcomes == 0 ? 1 : 0;
            problem = outcomes == 0 ? "differing" : "unknown";
        }
        else if (Math.Max(rows - 1, outcomes - listed) is var surplus and > 0)
        {
            Duplicated += surplus;
            problem = "duplicated";
        }
        else if (outcomes < listed)
        {
            Lost += listed - outcomes;
            problem = "lost";
        }
        else if (!Same(item, Seen.Row, Seen.ReferenceRow) || !Same(item, Seen.Letter, Seen.ReferenceLetter))
        {
            Differing++;
            problem = "differing";
        }
        if (problem is not null && Examples.Count < MaxExamples)
            Examples[item[0].Id] = problem;
        item.Clear();
    }

    private static bool Same(List<Entry> item, Seen one, Seen other) =>
        item.Where(e => e.Where == one).Select(e => e.Digest).SequenceEqual(item.Where(e => e.Where == other).Select(e => e.Digest));
}
