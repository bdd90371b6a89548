namespace UniBind.Grid.Grains;

/// <summary>The one answer to "is it worth trying again, perhaps elsewhere?".</summary>
public static class TransientFaults
{
    /// <summary>True for what a leaving, joining or overloaded silo answers; false for what would fail again.</summary>
    public static bool IsTransient(Exception exception) => exception
        is SiloUnavailableException
        or OrleansMessageRejectionException
        or TimeoutException
        || exception is OrleansException && exception is not OrleansConfigurationException;
}
