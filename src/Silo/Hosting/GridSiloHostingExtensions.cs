using System.Net;
using Orleans.Configuration;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Makes a host a silo of the grid.</summary>
public static class GridSiloHostingExtensions
{
    /// <summary>The Orleans service id of every grid: stored state is found under it.</summary>
    public const string ServiceId = "unibind";

    /// <summary>Adds a silo on loopback with the roles, labels, placement and storage of <paramref name="options"/>.</summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="options">What the silo is.</param>
    /// <param name="encoder">Sets up the encoder role; ignored without it.</param>
    /// <exception cref="OrleansConfigurationException">An option is out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddGridSilo(this IHostApplicationBuilder builder, GridSiloOptions options, Action<EncoderSiloOptions>? encoder = null)
    {
        GridSiloOptionsValidator.Validate(options);
        builder.AddGridTelemetry(options.Name);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                options.SiloPort, options.GatewayPort, new IPEndPoint(IPAddress.Loopback, options.PrimaryPort), ServiceId, options.ClusterId);
            silo.Configure<SiloOptions>(o => o.SiloName = options.Name);
            silo.AddGridGrains(options.Roles, options.Name, options.Device, encoder);
            silo.Services.Configure<SpaceStorageOptions>(o => o.Folder = options.SpacesFolder ?? "");
            if (options.DatabaseFile is { } file)
                silo.AddSqliteGrainStorage(GrainStorage.Name, file);
            else
                silo.AddMemoryGrainStorage(GrainStorage.Name);
        });
        return builder;
    }
}
