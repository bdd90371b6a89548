namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ISpaceIndexGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class SpaceIndexGrain([PersistentState("spaces", GrainStorage.Name)] IPersistentState<SpaceIndexState> state) : Grain, ISpaceIndexGrain
{
    private const int MaxSpaces = 10_000;

    /// <inheritdoc/>
    public async Task RecordAsync(string space)
    {
        if (state.State.Spaces.Contains(SpaceKey.RequireSpace(space), StringComparer.Ordinal))
            return;
        if (state.State.Spaces.Length >= MaxSpaces)
            throw new GridException($"The grid has {MaxSpaces:N0} spaces and takes no more.");
        await state.ReplaceAsync(
            state.State with { Spaces = [.. state.State.Spaces.Append(space).Order(StringComparer.Ordinal)] },
            "The list of spaces was changed from elsewhere at the same moment; try again.");
    }

    /// <inheritdoc/>
    public Task<string[]> ListAsync() => Task.FromResult(state.State.Spaces);
}
