using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Turns what corpora and storage throw into the one exception that crosses silos; whether it is worth trying again goes with it.</summary>
internal static class CorpusFaults
{
    /// <summary>The same sentence, as an exception of the grid.</summary>
    public static GridException ToGrid(this CorpusException fault) => new(fault.Message) { IsTransient = fault.IsTransient };
}
