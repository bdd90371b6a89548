using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace UniBind.Grid.Grains;

/// <summary>Keeps the silos that carry the label.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RequireSiloLabelDirector(ISiloMetadataCache labels) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var wanted = (RequireSiloLabelStrategy)filterStrategy;
        return silos.Where(silo => labels.GetSiloMetadata(silo).Metadata.GetValueOrDefault(wanted.Key) == wanted.Value);
    }
}
