namespace UniBind.Grid.Encoding.Tests;

/// <summary>Holds the device until it is let go.</summary>
internal sealed class BlockingWork : DeviceWork, IDisposable
{
    private readonly ManualResetEventSlim _running = new();
    private readonly ManualResetEventSlim _released = new();

    public override void Execute()
    {
        _running.Set();
        _released.Wait();
    }

    public override void Fail(Exception failure)
    {
    }

    public void WaitUntilRunning() => _running.Wait(TimeSpan.FromSeconds(20));

    public void Release() => _released.Set();

    public void Dispose() => Release();
}
