using System.Runtime.CompilerServices;

namespace UniBind.Grid.Client;

/// <summary>Tries calls again whose gateway or silo was lost, for a bounded time. For calls that may be delivered twice: those about jobs are.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="patience">How long a call is tried again; zero for never.</param>
internal sealed class Reconnection(TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes a call.</summary>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (MayGoOn(e, start))
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Follows a stream that may be begun anew at any time: each element stands for itself.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(Func<IAsyncEnumerable<T>> follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answered = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var stream = follow().GetAsyncEnumerator(cancellationToken);
            var lost = false;
            try
            {
                while (!lost)
                {
                    try
                    {
                        if (!await stream.MoveNextAsync())
                            yield break;
                    }
                    catch (Exception e) when (!cancellationToken.IsCancellationRequested && MayGoOn(e, answered))
                    {
                        lost = true;
                        continue;
                    }
                    answered = TimeProvider.System.GetTimestamp();
                    yield return stream.Current;
                }
            }
            finally
            {
                // The other end of a lost stream is gone, and saying good-bye to it may take its time.
                if (lost)
                    stream.DisposeAsync().AsTask().Ignore();
                else
                    await stream.DisposeAsync();
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private bool MayGoOn(Exception exception, long since) =>
        (exception is OrleansException or TimeoutException or EnumerationAbortedException or GridException { IsTransient: true }) && TimeProvider.System.GetElapsedTime(since) < patience;
}
