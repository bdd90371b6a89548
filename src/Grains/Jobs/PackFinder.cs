namespace UniBind.Grid.Grains;

/// <summary>Finds the pack of a space among the encoder silos.</summary>
internal static class PackFinder
{
    /// <summary>The content address of the pack behind a space.</summary>
    /// <param name="silos">The encoder silos.</param>
    /// <param name="space">The space.</param>
    /// <param name="asked">The content address that the user's own pack has; null where the user named none.</param>
    /// <exception cref="GridException">No encoder silo has it, or it is another pack of the same name.</exception>
    public static async Task<string> RequireAsync(EncoderSilos silos, PinnedSpace space, string? asked = null)
    {
        var pack = space.Pack;
        var workers = (await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync))).OfType<WorkerInfo>().ToArray();
        if (workers.Length == 0)
            throw new GridException("The grid has no encoder silo; start one with the role 'encoder'.");
        var all = workers.SelectMany(w => w.Encoders).ToArray();
        var named = all.Where(e => e.Pack == pack).ToArray();
        if (named.Length == 0)
        {
            throw new GridException(workers.FirstOrDefault(w => w.NotReady is not null) is { } broken
                ? $"The encoder silo '{broken.Name}' is not ready: {broken.NotReady}"
                : Missing(space, string.Join(", ", all.Select(e => $"'{e.Pack}'").Distinct())));
        }
        var expected = space.PackSha256 ?? asked;
        if (expected is null)
            return named[0].PackSha256;
        if (asked is not null && asked != expected)
            throw new GridException($"The space '{space.Id}' was made with the pack '{pack}' of hash {expected[..12]}, and yours has {asked[..12]}; give the former (--pack).");
        if (named.Any(e => e.PackSha256 == expected))
            return expected;
        throw new GridException(space.IsPublished
            ? $"The space '{space.Id}' was made with the pack '{pack}' of hash {expected[..12]}, and the grid has another one of that name ({named[0].PackSha256[..12]}); restart the grid with the former (--pack)."
            : $"The running grid has another pack of the name '{pack}' ({named[0].PackSha256[..12]}, not {expected[..12]}); restart it with yours, or rename yours.");
    }

    private static string Missing(PinnedSpace space, string present) => space.IsPublished
        ? $"The space '{space.Id}' was made with the pack '{space.Pack}', which no encoder silo has (there are {present}); start the grid with that pack (--pack)."
        : $"No encoder silo has the pack '{space.Pack}'; there are {present}.";
}
