namespace UniBind.Grid.Grains;

/// <summary>Asks the space's grain.</summary>
internal sealed class GrainSpaceVersions(IGrainFactory grains) : ISpaceVersions
{
    /// <inheritdoc/>
    public Task<SpaceVersionInfo> ResolveAsync(string space, string version) => grains.GetGrain<ISpaceGrain>(space).ResolveAsync(version);
}
