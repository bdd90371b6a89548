using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>One try at a shard on this silo: who asked for it, how far it is, and whether it may still commit.</summary>
/// <remarks>Thread-safe. It goes on while at least one of those who asked waits for it.</remarks>
public sealed class ShardAttempt
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private long _steps;
    private bool _fenced;
    private int _waiting;
    private volatile bool _atWork;
    private ShardLease _current;

    /// <summary>An attempt of a lease; not begun.</summary>
    public ShardAttempt(ShardLease lease) => Lease = _current = lease;

    /// <summary>The lease that it was made for; its parts carry this one's numbers.</summary>
    public ShardLease Lease { get; }

    /// <summary>The newest lease that it serves: a later run of the job may have taken it over.</summary>
    public ShardLease Current => Volatile.Read(ref _current);

    /// <summary>Cancelled when nobody waits for it any more.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>The attempt itself; set by who begins it, before anybody waits.</summary>
    internal Task<ShardReport> Work { get; set; } = null!;

    /// <summary>Something was done: an item decoded, a stage ended.</summary>
    public void Step() => Interlocked.Increment(ref _steps);

    /// <summary>Its turn has come.</summary>
    public void Begin() => _atWork = true;

    /// <summary>
    /// Refuses to go on when a later run of the job has claimed its folder, or the folder is another job's by now: before anything is read, and right before
    /// anything is committed. A later run that asked for this attempt meanwhile is the one that counts.
    /// </summary>
    /// <exception cref="CorpusException">One has.</exception>
    public async Task RequireCurrentAsync(JobFolder folder, CancellationToken cancellationToken)
    {
        if ((await new JobFiles(folder).ReadHeaderAsync(cancellationToken))?.Job is { } owner && owner != Lease.Run.JobId)
            throw new CorpusException($"The folder '{folder.Root}' belongs to job {owner} by now, and not to {Lease.Run.JobId}; nothing is to be done.");
        while (true)
        {
            var epoch = Current.Run.Epoch;
            if (!await new JobEpochs(folder).IsSupersededAsync(epoch, cancellationToken))
                return;
            lock (_lock)
            {
                if (_current.Run.Epoch != epoch)
                    continue;
                // From here on nobody can join what is about to fail.
                _fenced = true;
            }
            await new JobEpochs(folder).RequireAsync(epoch, cancellationToken);
        }
    }

    internal AttemptStatus Status => new(Lease.Shard.Id, Current.Attempt, _atWork, Interlocked.Read(ref _steps));

    /// <summary>A later run of the job asks for the same shard: the work goes on under its lease.</summary>
    /// <returns>False when the attempt has found itself superseded and is ending.</returns>
    internal bool TryTakeOver(ShardLease lease)
    {
        lock (_lock)
        {
            if (_fenced)
                return false;
            Volatile.Write(ref _current, lease);
            return true;
        }
    }

    /// <summary>Another attempt is to be made instead.</summary>
    internal void Cancel() => _ = _end.CancelAsync();

    /// <summary>Waits for the report. When all who wait have given up, the attempt ends.</summary>
    internal async Task<ShardReport> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await Work.WaitAsync(cancellationToken);
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiting) == 0)
                Cancel();
        }
    }
}
