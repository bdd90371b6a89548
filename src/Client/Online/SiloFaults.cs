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

    /// <summary>Says that nobody can do it now.</summary>
    public static GridException Unavailable(string what, Exception? cause = null) =>
        new(cause is null ? what + "; try again in a moment." : $"{what}: {cause.Message}") { Kind = GridErrorKind.Unavailable, IsTransient = true, RetryAfter = RetryAfter };
}
