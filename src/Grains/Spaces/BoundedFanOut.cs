namespace UniBind.Grid.Grains;

/// <summary>Calls many grains, a bounded number at a time, with one more try for what a leaving silo answers.</summary>
internal static class BoundedFanOut
{
    // Measured for small calls: a window of 16 to 64 a target is enough, and one without a bound is slower.
    private const int Window = 128;
    private const int Tries = 5;

    /// <summary>The results of all calls, in the order of the arguments.</summary>
    public static async Task<TResult[]> SelectAsync<T, TResult>(this IReadOnlyList<T> arguments, Func<T, Task<TResult>> call, CancellationToken cancellationToken = default)
    {
        var results = new TResult[arguments.Count];
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Window, arguments.Count)).Select(_ => LoopAsync()));
        return results;

        // Runs in the caller's turns, so that the counter needs no lock.
        async Task LoopAsync()
        {
            while (next < results.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var i = next++;
                results[i] = await RetryAsync(() => call(arguments[i]), cancellationToken);
            }
        }
    }

    private static async Task<TResult> RetryAsync<TResult>(Func<Task<TResult>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (attempt < Tries && TransientFaults.IsTransient(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), cancellationToken);
            }
        }
    }
}
