using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Center rows for people.</summary>
internal static class CenterRows
{
    /// <summary>The rows of one class of a set.</summary>
    /// <exception cref="AlignmentException">The set has no such class.</exception>
    public static CenterRow[] Of(CenterSet set, string name)
    {
        var index = set.IndexOf(name);
        if (index < 0)
            throw new AlignmentException($"The center file of '{name}' does not hold this class; build its center again.");
        var (start, count) = set.RowsOf(index);
        return [.. Enumerable.Range(start, count).Select(r => new CenterRow(set.TextOf(r), ModalitiesOf(set.MaskOf(r))))];
    }

    private static Modality[] ModalitiesOf(int mask) =>
        mask == CenterSet.AllModalities ? [] : [.. Modalities.All.Where(m => (mask >> (int)m & 1) != 0)];
}
