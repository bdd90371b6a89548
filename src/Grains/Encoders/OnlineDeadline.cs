namespace UniBind.Grid.Grains;

/// <summary>Ends online work when the caller's time is over, wherever it waits.</summary>
internal static class OnlineDeadline
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Does a work with a token that ends with the caller, or when its time is over.</summary>
    /// <param name="timeout">The caller's time from now; null for no limit.</param>
    /// <param name="caller">Ends when the caller has gone.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="GridException">The time is over (<see cref="GridErrorKind.DeadlineExceeded"/>).</exception>
    public static async Task<T> RunAsync<T>(TimeSpan? timeout, CancellationToken caller, Func<CancellationToken, Task<T>> work)
    {
        if (timeout is not { } limit)
            return await work(caller).ConfigureAwait(false);
        if (limit <= TimeSpan.Zero)
            throw Exceeded();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        stop.CancelAfter(limit < Longest ? limit : Longest);
        try
        {
            return await work(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw Exceeded();
        }
    }

    private static GridException Exceeded() => new("The caller's time was over before the request was done; give it more time, or send it again when less work waits.") { Kind = GridErrorKind.DeadlineExceeded };
}
