using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
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
        var asked = await AskAsync(connection);
        if (asked.Trouble is { } refused)
        {
            yield return Finding.Bad("storage", "redis", $"{address} answers, and not as it should: {refused}", "Silos need a server that is no read-only replica, and a user who may run its commands.");
            yield break;
        }
        yield return Finding.Good("storage", "redis", string.Create(CultureInfo.InvariantCulture, $"{address}, version {asked.Version}, answers in {asked.Ping.TotalMilliseconds:0.0} ms"));
        var skew = asked.Skew;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0.000} s {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the Redis server's");
        // Silos write into the table of members by their own clock that they are alive.
        yield return skew.Duration() < MaxSkew
            ? Finding.Good("clock", "skew", text)
            : Finding.Bad("clock", "skew", text, "Synchronise the clocks of the machines (NTP): silos with clocks far apart take each other for dead when they join.");
    }

    private static async Task<(string? Trouble, Version? Version, TimeSpan Ping, TimeSpan Skew)> AskAsync(RedisConnection connection)
    {
        try
        {
            var redis = await connection.OpenAsync();
            if (redis.GetServers().FirstOrDefault(s => s.IsConnected) is not { } server)
                return ("no server of it is connected.", null, default, default);
            var ping = await server.PingAsync();
            var before = DateTime.UtcNow;
            var theirs = await server.TimeAsync();
            return (null, server.Version, ping, theirs - (before + (DateTime.UtcNow - before) / 2));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or GridException)
        {
            return (e.Message, null, default, default);
        }
    }
}
