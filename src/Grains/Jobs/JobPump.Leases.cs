using Microsoft.Extensions.Logging;
using static UniBind.Grid.Grains.PumpMessage;

namespace UniBind.Grid.Grains;

/// <content>Leases: handed out, confirmed by heartbeats, expired, withdrawn, doubled for stragglers.</content>
internal sealed partial class JobPump
{
    private long _lastCheck;

    private static readonly TimeSpan LosersEndWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);
    private readonly HashSet<PooledWorker> _losers = [];

    private void Lease(OpenShard shard, PooledWorker worker, bool isSpeculative, CancellationToken cancellationToken)
    {
        var attempt = new LeasedAttempt(shard, worker, ++shard.Attempts, isSpeculative, _time.GetTimestamp());
        shard.Leased.Add(attempt);
        shard.Calls.Add(attempt);
        _leased.Add(attempt);
        worker.InFlight++;
        var call = RunShardAsync(attempt, cancellationToken);
        if (!call.IsCompleted)
            _calls.Add(call);
    }

    private async Task RunShardAsync(LeasedAttempt attempt, CancellationToken cancellationToken)
    {
        PumpMessage outcome;
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, attempt.End.Token);
            var report = await attempt.Worker.Grain.RunShardAsync(new ShardLease(_run, attempt.Shard.Shard, attempt.Number), both.Token);
            outcome = new ShardDone(attempt, report);
        }
        catch (Exception e)
        {
            outcome = new ShardFailed(attempt, e);
        }
        _mailbox.Writer.TryWrite(outcome);
    }

    /// <summary>The outcome of an attempt was read.</summary>
    private void Settle(LeasedAttempt attempt)
    {
        Release(attempt);
        attempt.Shard.Calls.Remove(attempt);
        attempt.Dispose();
    }

    /// <summary>The lease does not stand any more: its credit is free again.</summary>
    private void Release(LeasedAttempt attempt)
    {
        if (!attempt.Stands)
            return;
        attempt.Stands = false;
        attempt.Worker.InFlight--;
        attempt.Shard.Leased.Remove(attempt);
        _leased.Remove(attempt);
    }

    /// <summary>The attempt is told to end, and is heard no more.</summary>
    private void Withdraw(LeasedAttempt attempt)
    {
        Release(attempt);
        _losers.Add(attempt.Worker);
        _ = attempt.End.CancelAsync();
    }

    private void Confirm(Beat beat)
    {
        beat.Worker.IsSilent = false;
        beat.Worker.IsBroken = beat.Heartbeat.NotReady is not null;
        foreach (var status in beat.Heartbeat.Attempts)
        {
            if (_open.TryGetValue(status.Shard, out var shard))
                shard.Leased.Find(a => a.Worker == beat.Worker && a.Number == status.Attempt)?.Confirm(status, beat.Asked);
        }
    }

    /// <summary>
    /// Attempts that lost are told to end, and their calls return at once, while they may still have files open. They could do the output no harm; but who looks
    /// into a finished folder should find it at rest. Silos that do not answer are not waited for.
    /// </summary>
    private async Task LetLosersEndAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        foreach (var worker in _losers.Where(w => !w.IsSilent))
        {
            try
            {
                while (_time.GetElapsedTime(start) < LosersEndWithin
                    && (await worker.Grain.HeartbeatAsync(_run.JobId, _run.Epoch).WaitAsync(LosersEndWithin, cancellationToken)).Attempts.Length > 0)
                    await Task.Delay(FirstLook, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNoAnswer(_logger, _run.JobId, worker.Info.Name, e);
            }
        }
    }

    private void CheckLeases()
    {
        var now = _time.GetTimestamp();
        var since = _time.GetElapsedTime(_lastCheck, now);
        if (since > _options.LeaseDuration / 2)
        {
            // This process stood still, not the silos: their answers may be waiting to be read.
            foreach (var attempt in _leased)
                attempt.Forgive(now - _lastCheck);
        }
        _lastCheck = now;
        foreach (var attempt in _leased.ToArray())
        {
            if (_time.GetElapsedTime(attempt.Confirmed, now) > _options.LeaseDuration)
                Expire(attempt);
            else if (attempt.IsAtWork && _time.GetElapsedTime(attempt.Moved, now) > _options.StallTimeout)
                EndStalled(attempt);
        }
    }

    /// <summary>The call is left alone: when the silo only could not be reached, its success is still welcome.</summary>
    private void Expire(LeasedAttempt attempt)
    {
        _tally.Attempts.Expired++;
        JobMetrics.Retried("expired");
        attempt.Worker.IsSilent = true;
        attempt.Worker.Rest();
        GiveUp(attempt, $"did not answer for {_options.LeaseDuration.TotalSeconds:0.#} s");
    }

    private void EndStalled(LeasedAttempt attempt)
    {
        _tally.Attempts.Stalled++;
        JobMetrics.Retried("stalled");
        attempt.Worker.Rest();
        _ = attempt.End.CancelAsync();
        GiveUp(attempt, $"did not move for {_options.StallTimeout.TotalSeconds:0.#} s");
        CountFailure(attempt, $"it did not move for {_options.StallTimeout.TotalSeconds:0.#} s", null);
    }

    private void Reassign(string silo)
    {
        foreach (var attempt in _leased.Where(a => a.Worker.Info.Silo == silo).ToArray())
        {
            _tally.Attempts.Lost++;
            JobMetrics.Retried("lost");
            GiveUp(attempt, "left the grid");
        }
    }

    private void GiveUp(LeasedAttempt attempt, string why)
    {
        Release(attempt);
        attempt.Shard.Avoid = attempt.Worker.Info.Silo;
        Requeue(attempt.Shard, TimeSpan.Zero);
        Trouble = $"Silo '{attempt.Worker.Info.Name}' {why}; its shards go to others.";
        LogGivenUp(_logger, _run.JobId, attempt.Shard.Shard.Id, attempt.Number, attempt.Worker.Info.Name, why);
    }

    /// <summary>When nothing waits, an idle silo may as well try what takes suspiciously long elsewhere; who commits first wins.</summary>
    private void SpeculateOnStragglers(CancellationToken cancellationToken)
    {
        if (Stopped || !_queue.IsEmpty)
            return;
        foreach (var attempt in _leased.ToArray())
        {
            if (attempt.Shard.Calls.Count > 1
                || !_stragglers.IsLate(attempt.Shard.Shard, _time.GetElapsedTime(attempt.Began))
                || _workers.IdleBeside(attempt.Worker.Info.Silo) is not { } idle)
                continue;
            _tally.Attempts.Speculated++;
            JobMetrics.Retried("straggler");
            Lease(attempt.Shard, idle, isSpeculative: true, cancellationToken);
        }
    }

    private async Task AskWorkersAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(_options.HeartbeatInterval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            foreach (var worker in _leased.Select(a => a.Worker).Union(_workers.All.Where(w => w.IsSilent)).Where(w => !w.IsAsked).ToArray())
                _ = AskAsync(worker);
            _mailbox.Writer.TryWrite(new Tick());
        }
    }

    private async Task AskAsync(PooledWorker worker)
    {
        var asked = _time.GetTimestamp();
        worker.IsAsked = true;
        try
        {
            _mailbox.Writer.TryWrite(new Beat(worker, await worker.Grain.HeartbeatAsync(_run.JobId, _run.Epoch), asked));
        }
        catch (Exception e)
        {
            // No answer confirms nothing: the leases of the silo run out.
            LogNoAnswer(_logger, _run.JobId, worker.Info.Name, e);
        }
        finally
        {
            worker.IsAsked = false;
        }
    }

    private async Task RefreshWorkersAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _workers.RefreshAsync();
                _mailbox.Writer.TryWrite(new Tick());
                await Task.Delay(_workers.All.Count == 0 ? _options.WorkerRefresh / 10 : _options.WorkerRefresh, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _mailbox.Writer.TryWrite(new Broken(e));
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "Job {JobId}: shard {Shard}, attempt {Attempt}: silo {Silo} {Why}; the shard is given to another.")]
    private static partial void LogGivenUp(ILogger logger, string jobId, string shard, int attempt, string silo, string why);

    [LoggerMessage(4, LogLevel.Debug, "Job {JobId}: silo {Silo} did not answer a heartbeat.")]
    private static partial void LogNoAnswer(ILogger logger, string jobId, string silo, Exception exception);
}
