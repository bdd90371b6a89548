namespace UniBind.Grid.Grains;

/// <summary>Finds the pack of a space among the encoder silos.</summary>
internal static class PackFinder
{
    /// <summary>The content address of the pack behind a space.</summary>
    /// <param name="silos">The encoder silos.</param>
    /// <param name="space">The space.</param>
    /// <param name="asked">The content address that the user's own pack has; null where the user named none.</param>
    /// <exception cref="GridException">No encoder silo has it, or it is another pack of the same name.</exception>
    public static async Task<string> RequireAsync(EncoderSilos silos, PinnedSpace space, string? asked = null) => (await FindAsync(silos, space, asked)).Sha256;

    /// <summary>The pack behind a space, and the silos that have it.</summary>
    /// <inheritdoc cref="RequireAsync"/>
    public static async Task<FoundPack> FindAsync(EncoderSilos silos, PinnedSpace space, string? asked = null)
    {
        var workers = (await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync))).OfType<WorkerInfo>().ToArray();
        if (workers.Length == 0)
            throw new GridException("The grid has no encoder silo; start one with the role 'encoder'.") { Kind = GridErrorKind.Unavailable };
        var all = workers.SelectMany(w => w.Encoders).ToArray();
        var named = all.Where(e => e.Pack == space.Pack).ToArray();
        if (named.Length == 0)
        {
            throw workers.FirstOrDefault(w => w.NotReady is not null) is { } broken
                ? new GridException($"The encoder silo '{broken.Name}' is not ready: {broken.NotReady}") { Kind = GridErrorKind.Unavailable }
                : new GridException(Missing(space, string.Join(", ", all.Select(e => $"'{e.Pack}'").Distinct()))) { Kind = space.IsPublished ? GridErrorKind.Unavailable : GridErrorKind.NotFound };
        }
        var expected = space.PackSha256 ?? asked ?? named[0].PackSha256;
        if (asked is not null && asked != expected)
            throw new GridException($"The space '{space.Id}' was made with the pack '{space.Pack}' of hash {expected[..12]}, and yours has {asked[..12]}; give the former (--pack).");
        if (Array.Find(named, e => e.PackSha256 == expected) is not { } found)
            throw new GridException(Another(space, expected, named[0].PackSha256));
        var having = workers.Where(w => w.Encoders.Any(e => e.Pack == space.Pack && e.PackSha256 == expected)).Select(w => w.Silo);
        return new FoundPack(expected, [.. having], found.Aligned);
    }

    private static string Another(PinnedSpace space, string expected, string present) => space.IsPublished
        ? $"The space '{space.Id}' was made with the pack '{space.Pack}' of hash {expected[..12]}, and the grid has another one of that name ({present[..12]}); restart the grid with the former (--pack)."
        : $"The running grid has another pack of the name '{space.Pack}' ({present[..12]}, not {expected[..12]}); restart it with yours, or rename yours.";

    private static string Missing(PinnedSpace space, string present) => space.IsPublished
        ? $"The space '{space.Id}' was made with the pack '{space.Pack}', which no encoder silo has (there are {present}); start the grid with that pack (--pack)."
        : $"No encoder silo has the pack '{space.Pack}'; there are {present}.";
}
