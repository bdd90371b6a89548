namespace UniBind.Grid.Grains;

/// <summary>Finds the pack that a job asks for among the encoder silos.</summary>
internal static class PackFinder
{
    /// <summary>The content address of the pack behind the job's space.</summary>
    /// <exception cref="GridException">No encoder silo has it, or it is another pack of the same name.</exception>
    public static async Task<string> RequireAsync(EncoderSilos silos, JobSpec spec)
    {
        var pack = JobSpecs.PackOf(spec.Space);
        var workers = (await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync))).OfType<WorkerInfo>().ToArray();
        if (workers.Length == 0)
            throw new GridException("The grid has no encoder silo; start one with the role 'encoder'.");
        var all = workers.SelectMany(w => w.Encoders).ToArray();
        var found = all.FirstOrDefault(e => e.Pack == pack)
            ?? throw new GridException(workers.FirstOrDefault(w => w.NotReady is not null) is { } broken
                ? $"The encoder silo '{broken.Name}' is not ready: {broken.NotReady}"
                : $"No encoder silo has the pack '{pack}'; there are {string.Join(", ", all.Select(e => $"'{e.Pack}'").Distinct())}.");
        return spec.PackSha256 is null || spec.PackSha256 == found.PackSha256
            ? found.PackSha256
            : throw new GridException($"The running grid has another pack of the name '{pack}' ({found.PackSha256[..12]}, not {spec.PackSha256[..12]}); restart it with yours, or rename yours.");
    }
}
