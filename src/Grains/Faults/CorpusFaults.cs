using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Only exceptions that the caller's silo knows may cross to it: failures of corpora and storage become <see cref="GridException"/>, and whether it is worth trying again goes with it.</summary>
internal static class CorpusFaults
{
    /// <summary>The same failure as the caller's silo knows it; what may succeed later still may.</summary>
    public static GridException ToGrid(this CorpusException fault) => new(fault.Message) { IsTransient = fault.IsTransient };

    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
        catch (IOException e)
        {
            // The silo's own scratch files: another silo may have room, and this one later.
            throw new GridException($"A file of the silo's cannot be read or written: {e.Message}", e) { IsTransient = true };
        }
    }
}
