namespace UniBind.Grid.Grains;

/// <summary>
/// The one place where jobs share an encoder silo: so many shards at work, and whose is next is decided by weighted fair queueing over the time that each job
/// has had. A job that comes later starts level with those that are there; none can be starved, and none saves up by being idle.
/// </summary>
/// <remarks>Thread-safe. What is at work counts with the time that it has taken so far, at least with the mean of its job.</remarks>
/// <param name="slots">Shards at work at a time.</param>
/// <param name="time">The clock; only its monotonic side is used.</param>
public sealed class ShardGate(int slots, TimeProvider time)
{
    /// <summary>Leases that may wait. Coordinators keep a few for each slot; more is a fault, and they are told to come back.</summary>
    internal const int MaxWaiting = 4_096;

    private const double FirstMean = 1;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private double _clock;
    private int _atWork;
    private int _waiting;

    /// <summary>Shards at work at a time.</summary>
    public int Slots { get; } = slots;

    /// <summary>Leases that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a turn; disposing it makes room for the next.</summary>
    /// <param name="job">The job.</param>
    /// <param name="priority">Its weight: Low 1, Normal 4, High 16.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
    /// <exception cref="GridException">Too many wait; transient.</exception>
    public async Task<IDisposable> EnterAsync(string job, JobPriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (_waiting >= MaxWaiting)
                throw new GridException($"{MaxWaiting} shards wait on this silo already; it is tried again.") { IsTransient = true };
            var tenant = TenantOf(job);
            tenant.Weight = WeightOf(priority);
            waiter = new Waiter(tenant);
            waiter.Place = tenant.Waiting.AddLast(waiter);
            _waiting++;
            Admit();
        }
        await using var registration = cancellationToken.UnsafeRegister(_ => GiveUp(waiter, cancellationToken), null);
        return await waiter.Turn.Task;
    }

    /// <summary>The weight of a priority.</summary>
    public static int WeightOf(JobPriority priority) => priority switch
    {
        JobPriority.Low => 1,
        JobPriority.High => 16,
        _ => 4,
    };

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Whoever is let in at this very moment has its turn, and ends it by itself.
            if (waiter.Place is not { } place)
                return;
            waiter.Tenant.Waiting.Remove(place);
            waiter.Place = null;
            _waiting--;
        }
        waiter.Turn.TrySetCanceled(cancellationToken);
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            var tenant = turn.Tenant;
            var seconds = time.GetElapsedTime(turn.Began).TotalSeconds;
            tenant.AtWork.Remove(turn);
            tenant.Virtual += seconds / tenant.Weight;
            tenant.Mean += (seconds - tenant.Mean) / (tenant.Mean == FirstMean ? 1 : 8);
            _atWork--;
            Admit();
            ForgetIdle();
        }
    }

    private void Admit()
    {
        while (_atWork < Slots && Next() is { } tenant)
        {
            _clock = Math.Max(_clock, Due(tenant));
            var waiter = tenant.Waiting.First!.Value;
            tenant.Waiting.RemoveFirst();
            waiter.Place = null;
            _waiting--;
            _atWork++;
            var turn = new Turn(this, tenant, time.GetTimestamp());
            tenant.AtWork.Add(turn);
            waiter.Turn.TrySetResult(turn);
        }
    }

    private Tenant? Next() => _tenants.Values.Where(t => t.Waiting.Count > 0).MinBy(Due);

    /// <summary>The service that a job has had, in seconds over its weight.</summary>
    private double Due(Tenant tenant) =>
        tenant.Virtual + tenant.AtWork.Sum(t => Math.Max(tenant.Mean, time.GetElapsedTime(t.Began).TotalSeconds)) / tenant.Weight;

    private Tenant TenantOf(string job)
    {
        if (!_tenants.TryGetValue(job, out var tenant))
            _tenants[job] = tenant = new Tenant();
        if (tenant.IsIdle)
            tenant.Virtual = Math.Max(tenant.Virtual, _clock);
        return tenant;
    }

    /// <summary>A job that is idle and in no debt is the same as one that was never here.</summary>
    private void ForgetIdle()
    {
        foreach (var (job, tenant) in _tenants)
        {
            if (tenant.IsIdle && (_atWork == 0 || tenant.Virtual <= _clock))
                _tenants.Remove(job);
        }
    }

    private sealed class Tenant
    {
        public int Weight { get; set; }

        public double Virtual { get; set; }

        public double Mean { get; set; } = FirstMean;

        public LinkedList<Waiter> Waiting { get; } = new();

        public List<Turn> AtWork { get; } = [];

        public bool IsIdle => Waiting.Count == 0 && AtWork.Count == 0;
    }

    private sealed class Waiter(Tenant tenant)
    {
        public Tenant Tenant { get; } = tenant;

        public LinkedListNode<Waiter>? Place { get; set; }

        public TaskCompletionSource<IDisposable> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(ShardGate gate, Tenant tenant, long began) : IDisposable
    {
        private int _left;

        public Tenant Tenant { get; } = tenant;

        public long Began { get; } = began;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(this);
        }
    }
}
