namespace UniBind.Grid.Corpora;

/// <summary>Turns what the file system throws into one sentence.</summary>
internal static class LocalFaults
{
    private const int Exists = 17, NotADirectory = 20, IsADirectory = 21, ReadOnly = 30, NameTooLong = 36, TooManyLinks = 40;

    public static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException;

    public static CorpusException Translate(Exception e, string path, string verb) =>
        new($"'{path}' cannot be {verb}: {e.Message}", e) { Fault = e is UnauthorizedAccessException ? CorpusFault.Denied : IsPermanent(e) ? CorpusFault.Permanent : CorpusFault.Transient };

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

    /// <summary>True for what no waiting mends: something else stands where a file or folder is to be, or the path cannot be one. Unix error numbers.</summary>
    private static bool IsPermanent(Exception e) => e is PathTooLongException
        || (e is IOException && !OperatingSystem.IsWindows() && e.HResult is Exists or NotADirectory or IsADirectory or TooManyLinks or NameTooLong or ReadOnly);
}
