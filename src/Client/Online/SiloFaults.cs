namespace UniBind.Grid.Client;

/// <summary>What a silo that leaves, dies or is cut off answers: another one may do the work.</summary>
internal static class SiloFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>True for a fault of the silo, false for a refusal of the request.</summary>
    public static bool Is(Exception exception) =>
        exception is TimeoutException or OrleansException;

    /// <summary>Says that nobody can do it now.</summary>
    public static GridException Unavailable(string what, Exception? cause = null) =>
        new(cause is null ? what + "; try again in a moment." : $"{what}: {cause.Message}") { Kind = GridErrorKind.Unavailable, IsTransient = true, RetryAfter = RetryAfter };
}
