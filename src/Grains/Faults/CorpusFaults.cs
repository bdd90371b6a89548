using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Only exceptions that the caller's silo knows may cross to it: failures of corpora and job folders become <see cref="GridException"/>.</summary>
internal static class CorpusFaults
{
    /// <summary>The same for the caller, transient where the fault is.</summary>
    public static GridException ToGrid(this CorpusException e) => new(e.Message) { IsTransient = e.IsTransient };

    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CorpusException e)
        {
            throw ToGrid(e);
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
            throw ToGrid(e);
        }
    }
}
