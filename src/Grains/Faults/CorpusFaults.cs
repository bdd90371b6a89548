using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Only exceptions that the caller's silo knows may cross to it: failures of corpora and job folders become <see cref="GridException"/>.</summary>
internal static class CorpusFaults
{
    public static GridException ToGrid(CorpusException e) => new(e.Message);

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
