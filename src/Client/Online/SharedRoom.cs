using System.Diagnostics;

namespace UniBind.Grid.Client;

/// <summary>
/// The room that the calls of one request find in the grid: one that is refused for want of it waits while another of the request is in hand or was answered, since
/// that one's work would be lost with the request. Where none was let in, the refusal is the request's.
/// </summary>
/// <remarks>Thread-safe; made for one request.</remarks>
public sealed class SharedRoom
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private int _hopeful;
    private int _answered;

    /// <summary>Makes a call, again when there is room for it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait; the call has it of its own.</param>
    /// <exception cref="GridException">The call's own, or <see cref="GridErrorKind.Overloaded"/> when no call of the request found room, or this one none for two minutes.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        // A call that was never refused may be in hand. One that is sent again gives no hope: two of them would keep each other waiting.
        var isHopeful = true;
        Interlocked.Increment(ref _hopeful);
        try
        {
            while (true)
            {
                try
                {
                    var answer = await call();
                    Interlocked.Increment(ref _answered);
                    return answer;
                }
                catch (GridException e) when (e.Kind == GridErrorKind.Overloaded)
                {
                    if (isHopeful)
                        Interlocked.Decrement(ref _hopeful);
                    isHopeful = false;
                    if ((Volatile.Read(ref _hopeful) == 0 && Volatile.Read(ref _answered) == 0) || Stopwatch.GetElapsedTime(start) >= Patience)
                        throw;
                    await Task.Delay(e.RetryAfter is { } pause && pause < LongestPause ? pause : LongestPause, cancellationToken);
                }
            }
        }
        finally
        {
            if (isHopeful)
                Interlocked.Decrement(ref _hopeful);
        }
    }
}
