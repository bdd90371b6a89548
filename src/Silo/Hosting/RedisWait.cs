using System.Diagnostics;

namespace UniBind.Grid.Silo;

/// <summary>
/// The time before a silo can join because its cluster's Redis server does not answer: the process stays, is alive and not ready, says why in the log,
/// and goes on by itself once the server is there.
/// </summary>
internal static class RedisWait
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(1);

    /// <summary>How long one answer may take, of a server that accepts connections and says nothing.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Opens the connection, and waits for the server as long as the options say.</summary>
    /// <param name="redis">The connection.</param>
    /// <param name="options">The patience, and how health is served meanwhile.</param>
    /// <param name="httpPort">The port of the health endpoints.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>Any patience but none is good for two tries: the first alone may outlast it on a busy machine.</remarks>
    /// <exception cref="GridException">The patience is over, or the server refuses the login, which no wait mends.</exception>
    public static async Task OpenAsync(RedisConnection redis, ClusterSiloOptions options, int httpPort, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        if (await TryAsync(redis, cancellationToken) is not { } trouble)
            return;
        if (options.RedisPatience == TimeSpan.Zero)
            throw trouble;
        await using var health = await WaitingHealth.StartAsync(options, httpPort, trouble.Message, cancellationToken);
        var told = Stopwatch.GetTimestamp();
        health.Log($"{trouble.Message} The silo waits for it{(options.RedisPatience is { } limit ? $" for {limit.TotalSeconds:0.#} s" : "")}, and is not ready.");
        while (true)
        {
            await Task.Delay(RetryAfter, cancellationToken);
            if (await TryAsync(redis, cancellationToken) is not { } still)
                break;
            trouble = still;
            health.Say(trouble.Message);
            if (options.RedisPatience is { } patience && Stopwatch.GetElapsedTime(start) >= patience)
                throw trouble;
            if (Stopwatch.GetElapsedTime(told) < RepeatAfter)
                continue;
            health.Log($"{trouble.Message} The silo waits for it since {Stopwatch.GetElapsedTime(start).TotalMinutes:0} min.");
            told = Stopwatch.GetTimestamp();
        }
        health.Log($"The Redis server answers after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; the silo joins its cluster.");
    }

    /// <summary>Null when the server answers, else what is wrong.</summary>
    /// <exception cref="GridException">It is nothing that time mends.</exception>
    private static async Task<GridException?> TryAsync(RedisConnection redis, CancellationToken cancellationToken)
    {
        try
        {
            await redis.OpenAsync().WaitAsync(cancellationToken);
        }
        catch (GridException e) when (e.Kind == GridErrorKind.Unavailable)
        {
            return e;
        }
        // A server that has just started refuses commands until it has read its data.
        return await redis.FindTroubleAsync(AnswerLimit).WaitAsync(cancellationToken) is { } sentence
            ? new GridException(sentence) { Kind = GridErrorKind.Unavailable }
            : null;
    }
}
