using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Merges the online items of one encoder: when the device comes round, what waits by then shares a Run, up to the limits. It never lingers
/// for more: an idle device takes a single item at once, and a busy one lets items gather by itself.
/// </summary>
/// <remarks>Thread-safe. An item that is cancelled while it waits leaves at once, with its place and its tensors.</remarks>
internal sealed class OnlineMerger(EncoderRunner runner, DeviceLoop device, CapacityGate gate, BatchLimits limits)
{
    /// <summary>Items that are looked at for each row of a Run.</summary>
    private const int CandidatesPerRow = 8;

    private const int MaxCandidates = 512;

    private readonly EncoderRunner _runner = runner;
    private readonly CapacityGate _gate = gate;
    private readonly Lock _lock = new();
    private readonly LinkedList<OnlineItem> _waiting = [];
    private readonly BatchPlanner _planner = new(runner.Contract, limits, runner.Padding);
    private int _scheduled;

    /// <summary>The items that wait or are being encoded.</summary>
    public int Count => _gate.Count;

    /// <summary>Queues an item and waits for its result; waits for room first.</summary>
    public async ValueTask<EncodeResult> EncodeAsync(OnlineItem item, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(item.Bytes, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _waiting.AddLast(item.Place);
        Schedule();
        await using var registration = cancellationToken.UnsafeRegister((_, token) => Withdraw(item, token), null).ConfigureAwait(false);
        return await item.Task.ConfigureAwait(false);
    }

    /// <summary>The caller has gone: what waits for the device no longer does.</summary>
    private void Withdraw(OnlineItem item, CancellationToken token)
    {
        if (Remove(item))
            _gate.Leave(item.Bytes);
        item.TrySetCanceled(token);
    }

    private bool Remove(OnlineItem item)
    {
        lock (_lock)
        {
            if (item.Place.List is null)
                return false;
            _waiting.Remove(item.Place);
            return true;
        }
    }

    /// <summary>One turn stands in the device's queue as long as items wait.</summary>
    /// <param name="follows">True when a turn leaves items for the next one, which a closing device still does.</param>
    private void Schedule(bool follows = false)
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            device.Enqueue(new Turn(this), online: true, follows);
    }

    /// <summary>
    /// Takes what shares the next Run: the item that waits longest, and with it those nearest to its size, no more than the limits allow. Items of like size
    /// are padded less; and who waits longest goes next, so that nobody is passed for ever.
    /// </summary>
    private List<OnlineItem> Take()
    {
        var taken = new List<OnlineItem>();
        var sum = default(ItemLayout);
        lock (_lock)
        {
            foreach (var next in Candidates())
            {
                if (!_planner.TryJoin(sum, next.Layout, out var joined) && taken.Count > 0)
                    break;
                sum = joined;
                _waiting.Remove(next.Place);
                taken.Add(next);
            }
        }

        foreach (var item in taken)
            _gate.Leave(item.Bytes);
        return taken;
    }

    /// <summary>The items that wait longest, the first one and then by how near they are to its size; to be called under the lock.</summary>
    private OnlineItem[] Candidates()
    {
        OnlineItem[] waiting = [.. _waiting.Take(Math.Min(MaxCandidates, limits.MaxRows * CandidatesPerRow))];
        // What fits into one Run as a whole, or has one size, stays in its order.
        if (waiting.Length < 3 || !_runner.Contract.IsDynamic)
            return waiting;
        var first = _planner.RowCost(waiting[0].Layout.Sizes);
        var distances = new (long Distance, int Age)[waiting.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = (Math.Abs(_planner.RowCost(waiting[i].Layout.Sizes) - first), i);
        Array.Sort(distances, waiting);
        return waiting;
    }

    private void Run(List<OnlineItem> taken, long start)
    {
        var batch = new EncodeBatch(_runner.Contract, [.. taken.Select(t => t.Item)], _runner.Encoder.Dimension);
        using var span = GridTelemetry.Activities.HasListeners() ? RunSpans.Merged([.. taken.Select(t => (t.Span, start - t.Queued))], _runner.Encoder) : null;
        var buffers = _runner.Rent();
        try
        {
            foreach (var slices in _planner.Plan(batch.Layouts))
            {
                buffers.Fill(batch.Items, slices);
                using var run = RunSpans.Run(span);
                _runner.Run(batch, slices, buffers);
            }
        }
        finally
        {
            _runner.Return(buffers);
        }

        var failed = 0;
        var time = Stopwatch.GetElapsedTime(start);
        for (var i = 0; i < taken.Count; i++)
        {
            var result = batch.Result(i);
            failed += result.Error is null ? 0 : 1;
            taken[i].TrySetResult(result with { Queue = Stopwatch.GetElapsedTime(taken[i].Queued, start), Run = time, RunShare = time / taken.Count });
        }

        _runner.Counters.Items(taken.Count, failed);
    }

    private bool HasWaiting()
    {
        lock (_lock)
            return _waiting.Count > 0;
    }

    private OnlineItem[] Drain()
    {
        lock (_lock)
        {
            OnlineItem[] waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    private sealed class Turn(OnlineMerger merger) : DeviceWork
    {
        private List<OnlineItem>? _taken;

        public override void Execute()
        {
            _taken = merger.Take();
            // A full fence: an item that is queued now either sees that no turn is scheduled, or is seen below.
            Interlocked.Exchange(ref merger._scheduled, 0);
            if (merger.HasWaiting())
                merger.Schedule(follows: true); // behind the turns of the other encoders
            if (_taken.Count == 0)
                return;
            var now = Stopwatch.GetTimestamp();
            foreach (var item in _taken)
                merger._runner.Counters.Waited(now - item.Queued, online: true);
            merger.Run(_taken, now);
        }

        public override void Fail(Exception failure)
        {
            if (_taken is not null)
            {
                foreach (var item in _taken)
                    item.TrySetException(failure);
                return;
            }

            // The device is closed: no turn will come for those that wait.
            Interlocked.Exchange(ref merger._scheduled, 0);
            foreach (var waiting in merger.Drain())
            {
                merger._gate.Leave(waiting.Bytes);
                waiting.TrySetException(failure);
            }
        }
    }
}
