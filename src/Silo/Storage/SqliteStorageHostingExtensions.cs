using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace UniBind.Grid.Silo;

/// <summary>Grain storage in one SQLite file: the embedded default.</summary>
public static class SqliteStorageHostingExtensions
{
    /// <summary>Registers the storage <paramref name="name"/> over the database file, which is created when it is missing. One process may use it at a time: see <see cref="DataDirectory"/>.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo, string name, string file)
    {
        var connection = $"Data Source={file};Default Timeout=30";
        var inner = name + "-sqlite";
        SqliteSchema.Ensure(connection);
        silo.AddAdoNetGrainStorage(inner, (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure<Serializer>((o, serializer) =>
        {
            // This invariant makes Orleans load Microsoft.Data.Sqlite.
            o.Invariant = "System.Data.SQLite";
            o.ConnectionString = connection;
            // The default writes JSON with CLR type names, which break when a class is renamed.
            o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) =>
            new QueuedWritesGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(inner)));
        return silo;
    }
}
