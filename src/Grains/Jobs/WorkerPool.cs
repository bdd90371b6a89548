using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>The encoder silos that can run a job, each with its credit window.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed partial class WorkerPool
{
    private readonly IEncoderSilos _silos;
    private readonly Func<WorkerInfo, WorkerInfo?> _accept;
    private readonly string _wanted;
    private readonly CoordinatorOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, PooledWorker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PooledWorker> _ever = new(StringComparer.Ordinal);
    private long _lastUsable;

    /// <summary>The silos with a pack.</summary>
    public WorkerPool(IEncoderSilos silos, string pack, string packSha256, CoordinatorOptions options, ILogger logger, TimeProvider? time = null)
        : this(silos, $"encoder silo with the pack '{pack}'", i => i.Encoders.Any(e => e.Pack == pack && e.PackSha256 == packSha256) ? i : null, options, logger, time)
    {
    }

    private WorkerPool(IEncoderSilos silos, string wanted, Func<WorkerInfo, WorkerInfo?> accept, CoordinatorOptions options, ILogger logger, TimeProvider? time)
    {
        (_silos, _wanted, _accept, _options, _logger) = (silos, wanted, accept, options, logger);
        _time = time ?? TimeProvider.System;
        _lastUsable = _time.GetTimestamp();
    }

    /// <summary>The silos for a realign: any, as nothing is encoded, and each with credits for work that waits for the disk.</summary>
    public static WorkerPool ForRealign(IEncoderSilos silos, CoordinatorOptions options, ILogger logger) =>
        new(silos, "encoder silo", i => i with { Credits = RealignCredits.Of(i.DecodeThreads) }, options, logger, null);

    public IReadOnlyCollection<PooledWorker> All => _workers.Values;

    /// <summary>The silos that were there at any time of the run, for its report.</summary>
    public IReadOnlyCollection<PooledWorker> Ever => _ever.Values;

    public int Slots => _workers.Values.Sum(w => w.Info.Credits);

    /// <summary>What the job waits for, or null.</summary>
    public string? Waiting => _workers.Values.Any(w => w.Usable) ? null : $"Waiting for an {_wanted}.";

    /// <summary>A usable worker, for listing and planning; they take turns. Null when there is none.</summary>
    public PooledWorker? Next(int turn)
    {
        var usable = _workers.Values.Where(w => w.Usable).ToArray();
        return usable.Length == 0 ? null : usable[turn % usable.Length];
    }

    /// <summary>The worker that would be done first with one more shard, or null when every window is full.</summary>
    /// <param name="avoid">A silo that is taken only when no other one is usable.</param>
    public PooledWorker? Freest(string? avoid = null)
    {
        var usable = _workers.Values.Where(w => w.Usable);
        if (avoid is not null && usable.Any(w => w.Info.Silo != avoid))
            usable = usable.Where(w => w.Info.Silo != avoid);
        return usable.Where(w => w.Free > 0).MinBy(w => w.Wait);
    }

    /// <summary>A worker on which a further shard would begin at once, other than that one; null when there is none.</summary>
    public PooledWorker? IdleBeside(string silo) => _workers.Values.Where(w => w.IsIdle && w.Info.Silo != silo).MinBy(w => w.Wait);

    /// <summary>A silo left, or is about to.</summary>
    public void Forget(string silo) => _workers.Remove(silo);

    /// <summary>Tells at once of silos that leave.</summary>
    /// <inheritdoc cref="IEncoderSilos.Watch"/>
    public IDisposable Watch(Action<string, bool> changed) => _silos.Watch(changed);

    /// <summary>The run begins, maybe long after it was made: its patience does.</summary>
    public void Begin() => _lastUsable = _time.GetTimestamp();

    /// <summary>Looks up the encoder silos: adds those that joined with the job's pack, forgets those that left.</summary>
    /// <exception cref="GridException">No worker was usable for <see cref="CoordinatorOptions.WorkerPatience"/>. In a cluster, where silos come back by themselves, the job waits for ever and says so.</exception>
    public async Task RefreshAsync()
    {
        try
        {
            await LookUpAsync();
        }
        catch (Exception e) when (e is not GridException)
        {
            // Membership is changing; what is known stays until the next round.
            LogLookUpFailed(_logger, e);
        }
        if (_workers.Values.Any(w => w.Usable))
            _lastUsable = _time.GetTimestamp();
        else if (!_options.UseReminders && _time.GetElapsedTime(_lastUsable) > _options.WorkerPatience)
            throw new GridException($"No {_wanted} answered for {_options.WorkerPatience.TotalSeconds:0} s; start one and resume the job.");
    }

    private async Task LookUpAsync()
    {
        var active = await _silos.ListAsync();
        foreach (var gone in _workers.Keys.Except(active).ToArray())
            _workers.Remove(gone);
        // A silo that does not answer is joining, leaving or frozen; the next round asks again.
        var added = await Task.WhenAll(active.Where(silo => !_workers.ContainsKey(silo)).Select(DescribeAsync));
        foreach (var info in added.OfType<WorkerInfo>())
        {
            if (_accept(info) is { } accepted)
                _workers[info.Silo] = _ever[info.Silo] = new PooledWorker(_silos.Worker(info.Silo), accepted, _options, _time);
        }
    }

    private async Task<WorkerInfo?> DescribeAsync(string silo)
    {
        try
        {
            return await _silos.TryDescribeAsync(silo).WaitAsync(_options.LeaseDuration);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The encoder silos could not be looked up; trying again.")]
    private static partial void LogLookUpFailed(ILogger logger, Exception exception);
}
