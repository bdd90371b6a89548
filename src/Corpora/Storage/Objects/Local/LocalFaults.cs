namespace UniBind.Grid.Corpora;

/// <summary>Turns what the file system throws into one sentence.</summary>
internal static class LocalFaults
{
    public static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException;

    public static CorpusException Translate(Exception e, string path, string verb) =>
        new($"'{path}' cannot be {verb}: {e.Message}", e) { Fault = e is UnauthorizedAccessException ? CorpusFault.Denied : CorpusFault.Transient };

    public static T Guard<T>(string path, string verb, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Translate(e, path, verb);
        }
    }
}
