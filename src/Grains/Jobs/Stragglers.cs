namespace UniBind.Grid.Grains;

/// <summary>Tells which attempts take much longer than others of their modality took for the same cost.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe. Memory: so many figures for each modality.</remarks>
internal sealed class Stragglers(CoordinatorOptions options)
{
    private const int Kept = 63;
    private const int Enough = 3;
    private readonly Queue<double>?[] _secondsPerCost = new Queue<double>?[Modalities.All.Count];

    /// <summary>A shard was committed by an attempt of this length.</summary>
    public void Add(PlannedShard shard, TimeSpan wall)
    {
        var seen = _secondsPerCost[(int)shard.Modality] ??= new Queue<double>();
        seen.Enqueue(wall.TotalSeconds / CostOf(shard));
        if (seen.Count > Kept)
            seen.Dequeue();
    }

    /// <summary>Whether an attempt at a shard is late after such a time.</summary>
    public bool IsLate(PlannedShard shard, TimeSpan elapsed) =>
        elapsed > options.SpeculationAfter && Expected(shard) is { } expected && elapsed > expected * options.SpeculationFactor;

    /// <summary>The time of such a shard by the median; null while too few were seen.</summary>
    public TimeSpan? Expected(PlannedShard shard)
    {
        if (_secondsPerCost[(int)shard.Modality] is not { Count: >= Enough } seen)
            return null;
        var sorted = seen.Order().ToArray();
        return TimeSpan.FromSeconds(sorted[sorted.Length / 2] * CostOf(shard));
    }

    private static double CostOf(PlannedShard shard) => shard.Cost > 0 ? shard.Cost : Math.Max(1, shard.Items);
}
