using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>Something that the device's thread does: at most one Run, or what has to run together.</summary>
internal abstract class DeviceWork
{
    private long _queued;

    /// <summary>How long ago the work was queued, in ticks of <see cref="Stopwatch"/>.</summary>
    protected long Elapsed => Stopwatch.GetTimestamp() - _queued;

    /// <summary>Does the work and answers whoever waits for it. Called once, on a device thread; may throw.</summary>
    public abstract void Execute();

    /// <summary>Answers whoever waits with a failure: the work threw, or the device is closed. Must not throw.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Answers whoever waits although the thread never came back from <see cref="Execute"/>: what it uses stays in its hands. Must not throw.</summary>
    public virtual void Abandon(Exception failure) => Fail(failure);

    /// <summary>Notes when the work was queued.</summary>
    public void Stamp() => _queued = Stopwatch.GetTimestamp();
}
