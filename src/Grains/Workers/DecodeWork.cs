namespace UniBind.Grid.Grains;

/// <summary>Something that a decode thread does.</summary>
internal abstract class DecodeWork
{
    /// <summary>Does the work and answers whoever waits for it. Called once, on a decode thread; does not throw.</summary>
    /// <param name="limit">How long it may take.</param>
    public abstract void Execute(TimeSpan limit);

    /// <summary>Answers whoever waits with a failure, also while the work is still being done: its result is dropped then.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A function as a decode thread does it.</summary>
/// <param name="function">The function; its token ends when the caller gives up or the time is up.</param>
/// <param name="caller">The caller's token.</param>
internal sealed class DecodeWork<T>(Func<CancellationToken, T> function, CancellationToken caller) : DecodeWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<CancellationToken, T>? _function = function;
    private CancellationTokenRegistration _listening;
    private int _begun;

    /// <summary>The result.</summary>
    public Task<T> Done => _done.Task;

    /// <summary>From now on a caller that gives up before the work began is answered at once, and what the work would read is let go.</summary>
    public void Listen()
    {
        _listening = caller.UnsafeRegister(static self => ((DecodeWork<T>)self!).TakeBack(), this);
        if (Volatile.Read(ref _begun) != 0)
            _listening.Unregister();
    }

    private void TakeBack()
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
            return; // it sees the token itself
        _function = null;
        _done.TrySetCanceled(caller);
    }

    /// <inheritdoc />
    public override void Execute(TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
            return; // taken back
        _listening.Unregister();
        if (caller.IsCancellationRequested)
        {
            _done.TrySetCanceled(caller);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        stop.CancelAfter(limit);
        try
        {
            _done.TrySetResult(_function!(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            _done.TrySetException(DecodePool.TooLong(limit));
        }
        catch (OperationCanceledException e)
        {
            _done.TrySetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    /// <inheritdoc />
    public override void Fail(Exception failure) => _done.TrySetException(failure);
}
