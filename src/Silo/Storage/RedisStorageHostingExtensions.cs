using Microsoft.Extensions.Options;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace UniBind.Grid.Silo;

/// <summary>Grain storage in Redis: what silo processes share.</summary>
public static class RedisStorageHostingExtensions
{
    /// <summary>Registers the storage <paramref name="name"/> over the silo's connection.</summary>
    public static ISiloBuilder AddRedisStorage(this ISiloBuilder silo, string name, RedisConnection redis) =>
        silo.AddRedisGrainStorage(name, (OptionsBuilder<RedisStorageOptions> options) => options.Configure<Serializer>((o, serializer) =>
        {
            o.ConfigurationOptions = new ConfigurationOptions();
            o.CreateMultiplexer = async _ => (await redis.OpenAsync(), true);
            // The default writes JSON with CLR type names, which break when a class is renamed.
            o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
}
