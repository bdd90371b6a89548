using Orleans.Configuration;
using StackExchange.Redis;

namespace UniBind.Grid.Silo;

/// <summary>Membership of silo processes in Redis.</summary>
public static class RedisClusteringHostingExtensions
{
    /// <summary>Lets the silo find the others of its cluster in Redis.</summary>
    public static ISiloBuilder UseRedisMembership(this ISiloBuilder silo, RedisConnection redis)
    {
        silo.UseRedisClustering(options =>
        {
            // Asked for by the provider's validator; the connection is made here, and is the silo's own.
            options.ConfigurationOptions = new ConfigurationOptions();
            options.CreateMultiplexer = async _ => (await redis.OpenAsync(), true);
        });
        return silo;
    }

    /// <summary>Sets how fast the death of a silo is noticed.</summary>
    public static ISiloBuilder UseFailureDetection(this ISiloBuilder silo, FailureDetectionOptions detection) =>
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = detection.ProbeTimeout;
            options.NumMissedProbesLimit = detection.MissedProbes;
            options.TableRefreshTimeout = detection.TableRefresh;
            options.IAmAliveTablePublishTimeout = detection.AlivePeriod;
        });
}
