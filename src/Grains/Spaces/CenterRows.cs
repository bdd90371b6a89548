using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Center rows for people.</summary>
internal static class CenterRows
{
    /// <summary>The rows of one class of a set.</summary>
    /// <exception cref="AlignmentException">The set has no such class.</exception>
    public static CenterRow[] Of(CenterSet set, string name)
    {
        var index = IndexOf(set, name);
        var (start, count) = set.RowsOf(index);
        return [.. Enumerable.Range(start, count).Select(r => new CenterRow(set.TextOf(r), ModalitiesOf(set.MaskOf(r))))];
    }

    /// <summary>The place of a class in a set.</summary>
    /// <exception cref="AlignmentException">The set has no such class.</exception>
    public static int IndexOf(CenterSet set, string name)
    {
        for (var i = 0; i < set.Classes.Count; i++)
            if (set.Classes[i] == name)
                return i;
        throw new AlignmentException($"The center file of '{name}' does not hold this class; build its center again.");
    }

    /// <summary>The mask of a row: one bit a modality.</summary>
    public static int MaskOf(IReadOnlyCollection<Modality> modalities) =>
        modalities.Count == 0 ? CenterSet.AllModalities : modalities.Aggregate(0, (mask, m) => mask | (1 << (int)m));

    private static Modality[] ModalitiesOf(int mask) =>
        mask == CenterSet.AllModalities ? [] : [.. Modalities.All.Where(m => (mask >> (int)m & 1) != 0)];
}
