namespace UniBind.Grid.Encoding;

/// <summary>Runs an encoder's own test item.</summary>
internal sealed class ProbeWork(EncoderRunner runner) : DeviceWork
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Done => _done.Task;

    /// <inheritdoc />
    public override void Execute() => _done.TrySetResult(runner.Probe());

    /// <inheritdoc />
    public override void Fail(Exception failure) => _done.TrySetResult(false);
}
