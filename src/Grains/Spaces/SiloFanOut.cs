using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>Spreads pieces of work over the encoder silos that have a pack: a bounded number on each at a time, and a piece whose silo is lost goes to another.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
/// <param name="silos">The encoder silos.</param>
/// <param name="pack">The pack that a silo must have.</param>
/// <param name="packSha256">Its content address.</param>
/// <param name="work">What is done, for messages: <c>Building centers</c>.</param>
/// <param name="options">Patience and attempts.</param>
/// <param name="logger">Told of what is tried again.</param>
internal sealed partial class SiloFanOut(EncoderSilos silos, string pack, string packSha256, string work, CoordinatorOptions options, ILogger logger)
{
    /// <summary>While one piece is on the device, the next one is read.</summary>
    private const int PerSilo = 2;

    private readonly Dictionary<string, int> _inFlight = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _restUntil = new(StringComparer.Ordinal);
    private string[] _usable = [];
    private long _nextLookUp;
    private long _lastSeen = Environment.TickCount64;

    /// <summary>Runs all pieces and returns each result as it comes.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="run">Runs one on a silo.</param>
    /// <param name="cancellationToken">Ends the run; pieces at work are told.</param>
    /// <exception cref="GridException">A silo refused a piece, one failed too often, or no silo answered for <see cref="CoordinatorOptions.WorkerPatience"/>.</exception>
    public async IAsyncEnumerable<TResult> RunAsync<TPiece, TResult>(
        IReadOnlyList<TPiece> pieces,
        Func<string, TPiece, CancellationToken, Task<TResult>> run,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<(TPiece Piece, int Failures)>(pieces.Select(p => (p, 0)));
        var open = new Dictionary<Task<TResult>, (string Silo, TPiece Piece, int Failures)>();
        try
        {
            while (waiting.Count > 0 || open.Count > 0)
            {
                await LookUpAsync();
                while (waiting.Count > 0 && Freest() is { } silo)
                {
                    var (piece, failures) = waiting.Dequeue();
                    _inFlight[silo] = _inFlight.GetValueOrDefault(silo) + 1;
                    open.Add(run(silo, piece, stop.Token), (silo, piece, failures));
                }
                var pause = Task.Delay(options.WorkerRefresh, stop.Token);
                if (await Task.WhenAny([.. open.Keys, pause]) == pause)
                    await pause;
                foreach (var task in open.Keys.Where(t => t.IsCompleted).ToArray())
                {
                    open.Remove(task, out var done);
                    _inFlight[done.Silo]--;
                    if (task.IsCompletedSuccessfully)
                        yield return await task;
                    else
                        waiting.Enqueue((done.Piece, await FailedAsync(task, done.Silo, done.Failures, cancellationToken)));
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(open.Keys)).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private string? Freest() => _usable
        .Where(s => _restUntil.GetValueOrDefault(s) <= Environment.TickCount64 && _inFlight.GetValueOrDefault(s) < PerSilo)
        .MinBy(s => _inFlight.GetValueOrDefault(s));

    /// <summary>A silo that is gone costs the piece nothing; another failure counts.</summary>
    private async Task<int> FailedAsync(Task task, string silo, int failures, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await task;
            return failures;
        }
        catch (Exception e) when (e is not GridException)
        {
            LogRetry(logger, silo, e);
            // A piece that always takes too long would be tried for ever.
            if (TransientFaults.IsTransient(e) && e is not TimeoutException)
            {
                _restUntil[silo] = Environment.TickCount64 + 1_000;
                _nextLookUp = 0;
                return failures;
            }
            return failures + 1 < options.MaxAttempts ? failures + 1 : throw new GridException($"{work} failed {options.MaxAttempts} times: {e.Message}", e);
        }
    }

    private async Task LookUpAsync()
    {
        if (Environment.TickCount64 < _nextLookUp)
            return;
        _nextLookUp = Environment.TickCount64 + (long)options.WorkerRefresh.TotalMilliseconds;
        try
        {
            var described = await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync));
            _usable = [.. described.OfType<WorkerInfo>().Where(w => w.Encoders.Any(e => e.Pack == pack && e.PackSha256 == packSha256)).Select(w => w.Silo)];
        }
        catch (Exception e) when (TransientFaults.IsTransient(e))
        {
            // Membership is changing; what is known stays until the next round.
            LogRetry(logger, "", e);
        }
        if (_usable.Length > 0)
            _lastSeen = Environment.TickCount64;
        else if (Environment.TickCount64 - _lastSeen > options.WorkerPatience.TotalMilliseconds)
            throw new GridException($"No encoder silo with the pack '{pack}' answered for {options.WorkerPatience.TotalSeconds:0} s; start one and try again.");
    }

    [LoggerMessage(1, LogLevel.Warning, "A piece of work on encoder silo {Silo} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, string silo, Exception exception);
}
