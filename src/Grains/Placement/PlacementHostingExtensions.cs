using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace UniBind.Grid.Grains;

/// <summary>Registers the grid's placement on a silo.</summary>
public static class PlacementHostingExtensions
{
    /// <summary>Gives the silo its labels and the directors of <see cref="RequireSiloLabelAttribute"/> and <see cref="PinnedToSiloAttribute"/>. Every silo needs it: each one places.</summary>
    public static ISiloBuilder AddGridPlacement(this ISiloBuilder silo, IReadOnlyDictionary<string, string> labels)
    {
        silo.UseSiloMetadata(new Dictionary<string, string>(labels));
        silo.Services.AddPlacementFilter<RequireSiloLabelStrategy, RequireSiloLabelDirector>(ServiceLifetime.Transient);
        silo.Services.AddPlacementDirector<PinnedToSiloPlacement, PinnedToSiloDirector>();
        return silo;
    }
}
