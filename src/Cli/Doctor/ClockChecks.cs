using System.Diagnostics;
using System.Globalization;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The clocks, and the Redis server of a cluster with its own.</summary>
internal static class ClockChecks
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const double MaxDrift = 0.05;
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(30);

    /// <summary>Whether the wall's clock goes like the monotonic one. Leases go by the monotonic one; a jump only makes times in reports wrong.</summary>
    public static async Task<Finding> LocalAsync(CancellationToken cancellationToken)
    {
        var (wall, monotonic) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        await Task.Delay(Look, cancellationToken);
        var (byWall, byMonotonic) = (DateTimeOffset.UtcNow - wall, Stopwatch.GetElapsedTime(monotonic));
        var drift = (byWall - byMonotonic) / byMonotonic;
        var text = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}, off by {Math.Abs(drift):0.00 %} against the monotonic clock over {byMonotonic.TotalMilliseconds:0} ms");
        return Math.Abs(drift) < MaxDrift
            ? Finding.Good("clock", "wall", text)
            : Finding.Note("clock", "wall", text, "It is being set, or this machine stands still at times; leases do not go by it, but the times in reports do.");
    }

    /// <summary>Whether the Redis server of a cluster answers, and how far its clock is from ours.</summary>
    public static async IAsyncEnumerable<Finding> RedisAsync(ClusterAddress address)
    {
        await using var connection = new RedisConnection(address);
        if (await connection.FindTroubleAsync(Patience) is { } trouble)
        {
            yield return Finding.Bad("storage", "redis", trouble, "No silo of the cluster starts, and no command reaches it, until it answers.");
            yield break;
        }
        var redis = await connection.OpenAsync();
        var server = redis.GetServers().First(s => s.IsConnected);
        var ping = await server.PingAsync();
        yield return Finding.Good("storage", "redis", string.Create(CultureInfo.InvariantCulture, $"{address}, version {server.Version}, answers in {ping.TotalMilliseconds:0.0} ms"));
        var before = DateTime.UtcNow;
        var theirs = await server.TimeAsync();
        var skew = theirs - (before + (DateTime.UtcNow - before) / 2);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0.000} s {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the Redis server's");
        // Silos write into the table of members by their own clock that they are alive.
        yield return skew.Duration() < MaxSkew
            ? Finding.Good("clock", "skew", text)
            : Finding.Bad("clock", "skew", text, "Synchronise the clocks of the machines (NTP): silos with clocks far apart take each other for dead when they join.");
    }
}
