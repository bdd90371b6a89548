using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>Registers the grid's grains and what they need on a silo.</summary>
public static class GrainsHostingExtensions
{
    /// <summary>Adds placement, labels and the services of the silo's roles. Grain storage named <see cref="GrainStorage.Name"/> is the host's to add.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="roles">Its roles, of <see cref="Role.All"/>.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="device">Its label <c>device</c>.</param>
    /// <param name="encoder">Sets up the encoder role; ignored without it.</param>
    public static ISiloBuilder AddGridGrains(this ISiloBuilder silo, IEnumerable<string> roles, string name, string device, Action<EncoderSiloOptions>? encoder = null)
    {
        var set = roles.ToHashSet(StringComparer.Ordinal);
        var labels = set.ToDictionary(role => SiloLabels.RolePrefix + role, _ => SiloLabels.Yes);
        labels[SiloLabels.Device] = device;
        labels[SiloLabels.Name] = name;
        silo.AddGridPlacement(labels);
        silo.Services.AddSingleton(new SiloIdentity(name, device));
        silo.Services.AddSingleton<EncoderSilos>();
        silo.Services.AddOptions<SpaceStorageOptions>();
        silo.Services.AddSingleton<SpaceFolder>();
        silo.Services.AddSingleton<SpaceCatalog>();
        silo.Services.AddSingleton<ISpaceVersions, GrainSpaceVersions>();
        silo.Services.AddSingleton<SpaceResolver>();
        silo.Services.AddOptions<CoordinatorOptions>();
        silo.Services.AddTransient<IConfigurationValidator, CoordinatorOptionsValidator>();
        silo.Services.AddSingleton<RunSlots>();
        if (set.Contains(Role.Encoder))
            silo.AddEncoderRole(encoder);
        return silo;
    }

    private static void AddEncoderRole(this ISiloBuilder silo, Action<EncoderSiloOptions>? encoder)
    {
        silo.Services.AddOptions<EncoderSiloOptions>().Configure(encoder ?? (_ => { }));
        silo.Services.AddTransient<IConfigurationValidator, EncoderSiloOptionsValidator>();
        silo.Services.AddOptions<EncoderHostOptions>();
        silo.Services.AddSingleton<IValidateOptions<EncoderHostOptions>, EncoderHostOptionsValidator>();
        silo.Services.AddSingleton<PackCatalog>();
        silo.Services.AddSingleton<DecodePool>();
        silo.Services.AddSingleton<IShardRunner, ShardRunner>();
        silo.Services.AddSingleton<ShardRealigner>();
        silo.Services.AddSingleton<ShardCopyRunner>();
        silo.Services.AddSingleton<PageLinksCatalog>();
        silo.Services.AddSingleton(services => new OnlineGate(services.GetRequiredService<IOptions<EncoderSiloOptions>>()));
        silo.Services.AddSingleton<ShardGates>();
        silo.Services.AddSingleton<SiloBreaker>();
        silo.Services.AddSingleton<ShardAttempts>();
        silo.Services.AddSingleton<OnlineCosts>();
        silo.Services.AddSingleton<OnlineEncoder>();
        silo.Services.AddSingleton<OnlineEmbedder>();
        silo.Services.AddSingleton<EncoderReadiness>();
        silo.Services.AddSingleton<SearchScanner>();
        silo.AddEmbeddingCache();
        silo.AddAlignWorker();
        silo.Services.AddSingleton<PooledTextEmbedder>();
        silo.Services.AddSingleton<CalibrationItems>();
        silo.AddStartupTask((services, _) =>
        {
            services.GetRequiredService<PackCatalog>().Warm();
            services.GetRequiredService<EncoderReadiness>().Start();
            return Task.CompletedTask;
        });
    }
}
