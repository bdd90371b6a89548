namespace UniBind.Grid.Client;

/// <summary>What a silo that leaves, dies or is cut off answers: another one may do the work.</summary>
internal static class SiloFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>True for a fault of the silo, false for a refusal of the request.</summary>
    public static bool Is(Exception exception) =>
        exception is TimeoutException or OrleansException;

    /// <summary>The same, or the silo's own word that it can do nothing now.</summary>
    public static bool IsOfSilo(Exception exception) =>
        Is(exception) || exception is GridException { Kind: GridErrorKind.Unavailable };

    /// <summary>Says that nobody can do it now. What the runtime says of a lost call, with the addresses of silos, is for the log and not for callers.</summary>
    public static GridException Unavailable(string what, Exception? cause = null)
    {
        var sentence = cause is GridException ? $"{what}: {cause.Message}" : what + "; try again in a moment.";
        return new GridException(sentence, cause!) { Kind = GridErrorKind.Unavailable, IsTransient = true, RetryAfter = RetryAfter };
    }
}
