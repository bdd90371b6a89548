namespace UniBind.Grid.Grains;

/// <summary>How long to wait before a transient fault is tried again: doubling from <paramref name="First"/> to <paramref name="Longest"/>, with jitter.</summary>
/// <remarks>
/// Jitter takes up to half of each wait away, so that those who failed together do not come back together. Immutable, thread-safe.
/// Permanent faults have no policy: they are never tried again, see <see cref="TransientFaults"/>.
/// </remarks>
/// <param name="First">The longest wait after the first failure.</param>
/// <param name="Longest">The longest wait at all.</param>
public sealed record RetryPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The grid's policy: half a second to half a minute.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    /// <summary>The wait after so many failures in a row.</summary>
    /// <param name="failures">From 1.</param>
    public TimeSpan DelayAfter(int failures) => Bound(failures) * (0.5 + Random.Shared.NextDouble() / 2);

    /// <summary>The wait after so many failures, before jitter.</summary>
    internal TimeSpan Bound(int failures)
    {
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var wait = First * Math.Pow(2, doublings);
        return wait < Longest ? wait : Longest;
    }
}
