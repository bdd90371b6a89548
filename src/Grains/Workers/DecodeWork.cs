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

    /// <summary>The result.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc />
    public override void Execute(TimeSpan limit)
    {
        if (caller.IsCancellationRequested)
        {
            _done.TrySetCanceled(caller);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        stop.CancelAfter(limit);
        try
        {
            _done.TrySetResult(function(stop.Token));
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
