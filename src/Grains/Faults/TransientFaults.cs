namespace UniBind.Grid.Grains;

/// <summary>The one answer to "is it worth trying again, perhaps elsewhere?".</summary>
public static class TransientFaults
{
    /// <summary>True for what a leaving, joining or overloaded silo answers, and for storage that throttles or is away; false for what would fail again.</summary>
    public static bool IsTransient(Exception exception) => IsOfSilo(exception) || exception is GridException { IsTransient: true };

    /// <summary>True for what a leaving, joining or overloaded silo answers: another one may take the work at once.</summary>
    public static bool IsOfSilo(Exception exception) => exception
        is SiloUnavailableException
        or OrleansMessageRejectionException
        or TimeoutException
        || exception is OrleansException && exception is not OrleansConfigurationException;
}
