using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>The encoder silos that can run a job, each with its credit window.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed partial class WorkerPool
{
    private readonly EncoderSilos _silos;
    private readonly Func<WorkerInfo, WorkerInfo?> _accept;
    private readonly string _wanted;
    private readonly CoordinatorOptions _options;
    private readonly ILogger _logger;
    private readonly Dictionary<string, PooledWorker> _workers = new(StringComparer.Ordinal);
    private long _lastUsable = Stopwatch.GetTimestamp();

    /// <summary>The silos with a pack.</summary>
    public WorkerPool(EncoderSilos silos, string pack, string packSha256, CoordinatorOptions options, ILogger logger)
        : this(silos, $"encoder silo with the pack '{pack}'", i => i.Encoders.Any(e => e.Pack == pack && e.PackSha256 == packSha256) ? i : null, options, logger)
    {
    }

    private WorkerPool(EncoderSilos silos, string wanted, Func<WorkerInfo, WorkerInfo?> accept, CoordinatorOptions options, ILogger logger)
    {
        (_silos, _wanted, _accept, _options, _logger) = (silos, wanted, accept, options, logger);
    }

    /// <summary>The silos for a realign: any, as nothing is encoded, and each with credits for work that waits for the disk.</summary>
    public static WorkerPool ForRealign(EncoderSilos silos, CoordinatorOptions options, ILogger logger) =>
        new(silos, "encoder silo", i => i with { Credits = RealignCredits.Of(i.DecodeThreads) }, options, logger);

    public IReadOnlyCollection<PooledWorker> All => _workers.Values;

    public int Slots => _workers.Values.Sum(w => w.Info.Credits);

    /// <summary>What the job waits for, or null.</summary>
    public string? Waiting => _workers.Values.Any(w => w.Usable) ? null : $"Waiting for an {_wanted}.";

    /// <summary>A usable worker, for listing and planning; they take turns. Null when there is none.</summary>
    public PooledWorker? Next(int turn)
    {
        var usable = _workers.Values.Where(w => w.Usable).ToArray();
        return usable.Length == 0 ? null : usable[turn % usable.Length];
    }

    /// <summary>The worker with the most free credits, or null when every window is full.</summary>
    public PooledWorker? Freest() => _workers.Values.Where(w => w.Usable && w.Free > 0).MaxBy(w => w.Free);

    /// <summary>Looks up the encoder silos: adds those that joined with the job's pack, forgets those that left.</summary>
    /// <exception cref="GridException">No worker was usable for <see cref="CoordinatorOptions.WorkerPatience"/>.</exception>
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
            _lastUsable = Stopwatch.GetTimestamp();
        else if (Stopwatch.GetElapsedTime(_lastUsable) > _options.WorkerPatience)
            throw new GridException($"No {_wanted} answered for {_options.WorkerPatience.TotalSeconds:0} s; start one and resume the job.");
    }

    private async Task LookUpAsync()
    {
        var active = await _silos.ListAsync();
        foreach (var gone in _workers.Keys.Except(active).ToArray())
            _workers.Remove(gone);
        foreach (var silo in active.Where(silo => !_workers.ContainsKey(silo)))
        {
            // A silo that does not answer is joining or leaving; the next round asks again.
            if (await _silos.TryDescribeAsync(silo) is { } info && _accept(info) is { } accepted)
                _workers[silo] = new PooledWorker(_silos.Worker(silo), accepted);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The encoder silos could not be looked up; trying again.")]
    private static partial void LogLookUpFailed(ILogger logger, Exception exception);
}
