namespace UniBind.Grid.Bench;

/// <summary>Managed heap after a full collection and resident memory, at each tenth of the job.</summary>
internal sealed class Memory(long items)
{
    private readonly List<(long Heap, long Resident)> _tenths = [];

    public void Observe(long finished)
    {
        if (finished < items / 10.0 * (_tenths.Count + 1))
            return;
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        _tenths.Add((GC.GetTotalMemory(true), Environment.WorkingSet));
    }

    public void Print()
    {
        foreach (var (heap, resident) in _tenths)
            Console.Write($"{heap / 1048576.0:N0}/{resident / 1048576.0:N0} ");
        Console.WriteLine("MiB heap/resident");
    }
}
