using System.Net;
using Orleans.Configuration;
using Orleans.Dashboard;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Makes a host a silo of the grid.</summary>
public static class GridSiloHostingExtensions
{
    /// <summary>The Orleans service id of a grid in one process: stored state is found under it.</summary>
    public const string ServiceId = "unibind";

    /// <summary>A container's name has 63 characters at most, and "unibind-" goes before the id.</summary>
    private const int MaxAzureId = 55;

    /// <summary>Adds a silo with the roles, labels, placement and storage of <paramref name="options"/>.</summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="options">What the silo is.</param>
    /// <param name="encoder">Sets up the encoder role; ignored without it.</param>
    /// <exception cref="OrleansConfigurationException">An option is out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddGridSilo(this IHostApplicationBuilder builder, GridSiloOptions options, Action<EncoderSiloOptions>? encoder = null)
    {
        GridSiloOptionsValidator.Validate(options);
        builder.UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(o => o.SiloName = options.Name);
            silo.AddGridGrains(options.Roles, options.Name, options.Device, encoder);
            if (options.IsObserved)
                silo.AddDashboard(o => o.HideTrace = true); // it would show the log, to whoever may see the dashboard
            if (options.IsObserved || TelemetryHostingExtensions.HasEndpoint)
                silo.AddActivityPropagation();
            silo.Services.Configure<SpaceStorageOptions>(o => o.Folder = options.SpacesFolder ?? "");
            if (options.Cluster is { } cluster)
                UseCluster(silo, options, cluster);
            else
                UseLoopback(silo, options);
        });
        return builder;
    }

    /// <summary>The silos of one process: they know each other's ports, and one of them keeps the state.</summary>
    private static void UseLoopback(ISiloBuilder silo, GridSiloOptions options)
    {
        silo.UseLocalhostClustering(
            options.SiloPort, options.GatewayPort, new IPEndPoint(IPAddress.Loopback, options.PrimaryPort), ServiceId, options.ClusterId);
        if (options.DatabaseFile is { } file)
            silo.AddSqliteGrainStorage(GrainStorage.Name, file);
        else
            silo.AddMemoryGrainStorage(GrainStorage.Name);
    }

    /// <summary>A silo process among others.</summary>
    private static void UseCluster(ISiloBuilder silo, GridSiloOptions options, ClusterAddress cluster)
    {
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ClusterId));
        silo.Configure<EndpointOptions>(o =>
        {
            // Without an address of its own to listen on, a silo listens on the one that it advertises.
            o.AdvertisedIPAddress = options.Advertise;
            o.SiloPort = options.SiloPort;
            o.GatewayPort = options.GatewayPort;
        });
        if (cluster.IsAzure)
            UseAzure(silo, options.ClusterId, cluster);
        else
            UseRedis(silo, cluster);
        silo.UseFailureDetection(options.FailureDetection);
        silo.Services.Configure<CoordinatorOptions>(o => o.UseReminders = true);
        silo.Services.AddSingleton<IFatalErrorHandler, FatalErrors>();
    }

    private static void UseRedis(ISiloBuilder silo, ClusterAddress cluster)
    {
        var redis = new RedisConnection(cluster);
        // By a factory, for the container disposes of nothing that it did not make.
        silo.Services.AddSingleton(_ => redis);
        silo.UseRedisMembership(redis).AddRedisStorage(GrainStorage.Name, redis).UseRedisReminders(redis);
        silo.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
    }

    private static void UseAzure(ISiloBuilder silo, string clusterId, ClusterAddress cluster)
    {
        // Blobs of state do not carry the cluster's id: each cluster has a container of its own.
        if (!clusterId.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || clusterId.Contains("--", StringComparison.Ordinal) || clusterId.Trim('-') != clusterId || clusterId.Length > MaxAzureId)
            throw new GridException($"The cluster '{clusterId}' cannot be in Azure Storage: give it a name of up to {MaxAzureId} lower-case letters, digits and single hyphens with --cluster-id.");
#if UNIBIND_AZURE
        silo.AddAzureGridStorage(GrainStorage.Name, "unibind-" + clusterId, cluster.Configuration);
#else
        throw new GridException($"This build has no Azure Storage, where the cluster in the account '{cluster}' is; build unibind with -p:UniBindAzure=true, or name a Redis server with --cluster.");
#endif
    }
}
