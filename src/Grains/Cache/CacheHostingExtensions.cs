using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Grains;

/// <summary>Registers the embedding cache on a silo.</summary>
internal static class CacheHostingExtensions
{
    /// <summary>Adds the cache; it is off until <see cref="EmbeddingCacheOptions.Folder"/> is set.</summary>
    public static ISiloBuilder AddEmbeddingCache(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<EmbeddingCacheOptions>();
        silo.Services.AddTransient<IConfigurationValidator, EmbeddingCacheOptionsValidator>();
        silo.Services.AddSingleton<EmbeddingCache>();
        return silo;
    }
}
