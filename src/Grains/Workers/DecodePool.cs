using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>
/// The silo's decode threads. Decoding blocks (files, child processes) and burns processor time, so it runs on threads of its own:
/// neither a grain's scheduler nor the thread pool is ever held up by it.
/// </summary>
/// <remarks>
/// Thread-safe; a singleton of the silo. Online items go before batch work, and one thread more than <see cref="Threads"/> takes them alone; within a
/// kind, work runs in the order it was given. Callers bound how much they give; what is cancelled before it began is answered at once. A work has a time limit: its
/// token is cancelled first, and a decoder that does not look at it loses its thread, which is replaced. Lost threads are bounded, too: beyond
/// <see cref="EncoderSiloOptions.MaxStuckDecodes"/> the pool takes no more work, until one comes back.
/// </remarks>
public sealed partial class DecodePool : IDisposable
{
    /// <summary>The part of the limit that a decoder has for ending once its token is cancelled.</summary>
    private const double Grace = 0.1;

    private readonly DecodeQueue _queue = new();
    private readonly List<DecodeThread> _threads = [];
    private readonly Lock _lock = new();
    private readonly Timer _watch;
    private readonly TimeSpan _limit;
    private readonly int _maxStuck;
    private readonly ILogger<DecodePool> _logger;
    private int _live;
    private bool _hasOnline;
    private int _stuck;

    /// <summary>Starts the threads.</summary>
    public DecodePool(IOptions<EncoderSiloOptions> options, ILogger<DecodePool> logger)
    {
        Threads = options.Value.EffectiveDecodeThreads;
        _limit = options.Value.MediaLimits.DecodeTimeout;
        _maxStuck = options.Value.MaxStuckDecodes;
        _logger = logger;
        lock (_lock)
        {
            for (var i = 0; i < Threads; i++)
                Start(onlineOnly: false);
            Start(onlineOnly: true);
        }
        var period = _limit * Grace < TimeSpan.FromSeconds(2) ? _limit * Grace : TimeSpan.FromSeconds(2);
        _watch = new Timer(static self => ((DecodePool)self!).Watch(), this, period, period);
    }

    /// <summary>The number of threads that do any work.</summary>
    public int Threads { get; }

    /// <summary>The threads that are lost to decoders which did not end in time.</summary>
    public int Stuck => Volatile.Read(ref _stuck);

    /// <summary>Why the pool takes no more work, in one sentence; null while it does.</summary>
    public string? Problem => Stuck > _maxStuck
        ? $"{Stuck} of its decode threads hang, and at most {_maxStuck} may be lost; restart the silo."
        : null;

    /// <summary>Runs a function on a decode thread.</summary>
    /// <exception cref="ItemException">It took longer than <see cref="Media.MediaLimits.DecodeTimeout"/> (<c>timeout</c>).</exception>
    /// <exception cref="SiloUnavailableException">Too many decoders hang: the work is to be repeated elsewhere.</exception>
    /// <exception cref="ObjectDisposedException">The silo stops.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> function, CancellationToken cancellationToken) => RunAsync(function, online: false, cancellationToken);

    /// <summary>The same for what someone waits for at this moment: it passes batch work.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, T}, CancellationToken)"/>
    public Task<T> RunOnlineAsync<T>(Func<CancellationToken, T> function, CancellationToken cancellationToken) => RunAsync(function, online: true, cancellationToken);

    private Task<T> RunAsync<T>(Func<CancellationToken, T> function, bool online, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Problem is { } problem)
            throw new SiloUnavailableException(problem);
        var work = new DecodeWork<T>(function, cancellationToken);
        if (!_queue.TryAdd(work, online))
            throw new ObjectDisposedException(nameof(DecodePool), "The silo stops.");
        work.Listen();
        return work.Done;
    }

    /// <summary>Takes no more work; the threads end when what they have is done.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _queue.Close();
    }

    internal static ItemException TooLong(TimeSpan limit) => new(
        ItemStage.Decode, ItemErrorCodes.Timeout, FormattableString.Invariant($"Reading and decoding it took longer than {limit.TotalSeconds:0.#} s."));

    /// <summary>Called under the lock.</summary>
    private void Start(bool onlineOnly)
    {
        var thread = new DecodeThread { IsOnlineOnly = onlineOnly };
        Join(thread, joins: true);
        _threads.Add(thread);
        new Thread(() => Loop(thread)) { IsBackground = true, Name = $"decode-{_threads.Count}" }.Start();
    }

    /// <summary>Counts a thread in or out. Called under the lock.</summary>
    private void Join(DecodeThread thread, bool joins)
    {
        if (thread.IsOnlineOnly)
            _hasOnline = joins;
        else
            _live += joins ? 1 : -1;
    }

    private void Loop(DecodeThread thread)
    {
        using var wake = new SemaphoreSlim(0);
        while (_queue.Take(thread.IsOnlineOnly, wake) is { } work)
        {
            thread.Begin(work);
            work.Execute(_limit);
            thread.End();
            if (!Stays(thread))
                return;
        }
    }

    /// <summary>A thread that was given up and comes back takes its place again if that is empty, and ends otherwise.</summary>
    private bool Stays(DecodeThread thread)
    {
        lock (_lock)
        {
            if (!thread.IsLost)
                return true;
            _stuck--;
            if (thread.IsOnlineOnly ? !_hasOnline : _live < Threads)
            {
                Join(thread, joins: true);
                thread.IsLost = false;
                return true;
            }
            _threads.Remove(thread);
        }
        LogCameBack();
        return false;
    }

    /// <summary>Gives up the threads whose work is overdue although its token was cancelled.</summary>
    private void Watch()
    {
        List<DecodeWork> overdue = [];
        lock (_lock)
        {
            foreach (var thread in _threads.ToArray())
            {
                if (thread.IsLost || thread.Overdue(_limit * (1 + Grace)) is not { } work)
                    continue;
                overdue.Add(work);
                thread.IsLost = true;
                _stuck++;
                Join(thread, joins: false);
                if (_stuck <= _maxStuck)
                    Start(thread.IsOnlineOnly);
            }
            if (_live == 0)
            {
                // Nobody would take what waits.
                foreach (var waiting in _queue.Drain(batchOnly: _hasOnline))
                    waiting.Fail(new SiloUnavailableException(Problem ?? "The decode threads of the silo are gone."));
            }
        }
        foreach (var work in overdue)
        {
            LogStuck(_limit.TotalSeconds, Problem ?? "Another thread takes its place.");
            work.Fail(TooLong(_limit));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A decoder did not end within {Seconds} s and could not be stopped. {What}")]
    private partial void LogStuck(double seconds, string what);

    [LoggerMessage(2, LogLevel.Warning, "A decode thread that was given up came back, and ended.")]
    private partial void LogCameBack();
}
