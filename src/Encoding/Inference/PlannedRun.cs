namespace UniBind.Grid.Encoding;

/// <summary>One Run of a planned batch, its tensors filled already on the caller's thread, so that the device only runs.</summary>
internal sealed class PlannedRun(EncoderRunner runner, EncodeBatch batch, RowSlice[] slices, RunBuffers filled, Action<RunBuffers> release, CancellationToken cancellationToken) : DeviceWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the Run is done, dropped or failed.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc />
    public override void Execute()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            release(filled);
            _done.TrySetCanceled(cancellationToken);
            return;
        }

        runner.Counters.Waited(Elapsed);
        runner.Run(batch, slices, filled);
        release(filled);
        _done.TrySetResult();
    }

    /// <inheritdoc />
    public override void Fail(Exception failure)
    {
        if (_done.TrySetException(failure))
            release(filled);
    }
}
