using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>One Run of a planned batch, its tensors filled already on the caller's thread, so that the device only runs.</summary>
/// <param name="runner">The encoder.</param>
/// <param name="batch">The batch.</param>
/// <param name="slices">The rows of it that take part.</param>
/// <param name="filled">The tensors.</param>
/// <param name="release">Gives the tensors and the caller's slot back.</param>
/// <param name="giveUp">Gives the slot back alone: the tensors are lost to a Run that never ended.</param>
/// <param name="cancellationToken">Drops the Run before it begins.</param>
internal sealed class PlannedRun(
    EncoderRunner runner, EncodeBatch batch, RowSlice[] slices, RunBuffers filled, Action<RunBuffers> release, Action giveUp, CancellationToken cancellationToken) : DeviceWork
{
    private readonly ActivityContext _span = RunSpans.Here;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _released;

    /// <summary>Ends when the Run is done, dropped or failed.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc />
    public override void Execute()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Release();
            _done.TrySetCanceled(cancellationToken);
            return;
        }

        var waited = Elapsed;
        runner.Counters.Waited(waited, online: false);
        using var span = RunSpans.Planned(_span, runner.Encoder, waited);
        runner.Run(batch, slices, filled);
        Release();
        _done.TrySetResult();
    }

    /// <inheritdoc />
    public override void Fail(Exception failure)
    {
        Release();
        _done.TrySetException(failure);
    }

    /// <inheritdoc />
    public override void Abandon(Exception failure)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            giveUp();
        _done.TrySetException(failure);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            release(filled);
    }
}
