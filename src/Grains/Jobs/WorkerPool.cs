namespace UniBind.Grid.Grains;

/// <summary>The encoder silos that can run a job, each with its credit window.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class WorkerPool(EncoderSilos silos, string pack, string packSha256)
{
    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Worker> All => _workers.Values;

    public int Slots => _workers.Values.Sum(w => w.Info.Credits);

    /// <summary>Any worker, for listing and planning; they take turns.</summary>
    public Worker Next(int turn)
    {
        if (_workers.Count == 0)
            throw new GridException($"No encoder silo of the grid has the pack '{pack}' any more; start one and resume the job.");
        return _workers.Values.ElementAt(turn % _workers.Count);
    }

    /// <summary>The worker with the most free credits, or null when every window is full.</summary>
    public Worker? Freest() => _workers.Values.Where(w => w.Free > 0).MaxBy(w => w.Free);

    /// <summary>Looks up the encoder silos: adds those that joined with the job's pack, forgets those that left.</summary>
    public async Task RefreshAsync()
    {
        var active = await silos.ListAsync();
        foreach (var gone in _workers.Keys.Except(active).ToArray())
            _workers.Remove(gone);
        foreach (var silo in active.Where(silo => !_workers.ContainsKey(silo)))
        {
            // A silo that does not answer is joining or leaving; the next refresh asks again.
            if (await silos.TryDescribeAsync(silo) is { } info && info.Encoders.Any(e => e.Pack == pack && e.PackSha256 == packSha256))
                _workers[silo] = new Worker(silos.Worker(silo), info);
        }
    }

    /// <summary>An encoder silo and how many of its credits are out.</summary>
    internal sealed class Worker(IWorkerGrain grain, WorkerInfo info)
    {
        public IWorkerGrain Grain { get; } = grain;

        public WorkerInfo Info { get; } = info;

        public int InFlight { get; set; }

        public int Free => Info.Credits - InFlight;
    }
}
