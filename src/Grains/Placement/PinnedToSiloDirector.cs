using Orleans.Runtime.Placement;

namespace UniBind.Grid.Grains;

/// <summary>Puts a pinned grain on the silo of its key.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PinnedToSiloDirector : IPlacementDirector
{
    /// <inheritdoc/>
    /// <exception cref="OrleansException">The silo is not an active member, or may not hold the grain.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var (name, address) = PinnedKey.Parse(target.GrainIdentity.Key.ToString()!);
        var silo = SiloAddress.FromParsableString(address);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new OrleansException($"The encoder silo {silo} of '{name}' is not an active encoder silo of the grid.");
    }
}
