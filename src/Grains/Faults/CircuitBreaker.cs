namespace UniBind.Grid.Grains;

/// <summary>
/// Leaves alone what keeps failing: each failure is followed by a growing rest, and after several in a row, when the rest is over, one probe is let through;
/// only its success closes the breaker.
/// </summary>
/// <remarks>Not thread-safe. Time is monotonic.</remarks>
/// <param name="policy">The rests.</param>
/// <param name="threshold">Failures in a row that open it.</param>
/// <param name="openFor">The least time that it stays open.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(RetryPolicy policy, int threshold, TimeSpan openFor, TimeProvider time)
{
    private long _restsSince;
    private TimeSpan _rest;

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>How often it opened.</summary>
    public int Opened { get; private set; }

    /// <summary>True after too many failures in a row, until a success.</summary>
    public bool IsOpen => Failures >= threshold;

    /// <summary>False while it rests. An open one that does not rest takes one probe, see <see cref="IsOpen"/>.</summary>
    public bool Admits => time.GetElapsedTime(_restsSince) >= _rest;

    /// <summary>A call failed. Calls that were out already when it began to rest count once.</summary>
    public void Fail()
    {
        if (!Admits)
            return;
        Failures++;
        if (Failures == threshold)
            Opened++;
        _restsSince = time.GetTimestamp();
        var rest = policy.DelayAfter(Failures);
        _rest = IsOpen && rest < openFor ? openFor : rest;
    }

    /// <summary>A call succeeded.</summary>
    public void Succeed()
    {
        Failures = 0;
        _rest = TimeSpan.Zero;
    }
}
