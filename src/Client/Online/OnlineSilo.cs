namespace UniBind.Grid.Client;

/// <summary>An encoder silo as the router sees it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OnlineSilo(string address, IGrainFactory grains)
{
    /// <summary>How long a silo may be missing from polls before it is given up. One that answers slowly, or leaves in good order, is missing for less.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly IEncoderGrain?[] _doors = new IEncoderGrain?[Modalities.All.Count];
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerInfo _info = new() { Silo = address, Name = address, Device = "" };
    private int _outstanding;
    private int _reported;
    private long _missedSince;
    private long _failedUntil;

    /// <summary>The silo, as it stands in pinned keys.</summary>
    public string Address { get; } = address;

    /// <summary>What it said last.</summary>
    public WorkerInfo Info => Volatile.Read(ref _info);

    /// <summary>Ends when the silo is given up: it left, or did not answer for a while.</summary>
    public Task Lost => _lost.Task;

    /// <summary>The items that this process has on their way there, and those that it said it had.</summary>
    public int Load => Volatile.Read(ref _outstanding) + Volatile.Read(ref _reported);

    /// <summary>Why it takes nothing now, by its own word; null when it takes items.</summary>
    public string? NotReady => Info.NotReady ?? Info.OnlineNotReady;

    /// <summary>True while it is missing from polls, or a call to it failed a moment ago: only where there is no other is it given anything.</summary>
    public bool IsSuspect => Volatile.Read(ref _missedSince) != 0 || Environment.TickCount64 < Volatile.Read(ref _failedUntil);

    /// <summary>Whether it has an encoder.</summary>
    public bool Has(string pack, string packSha256, Modality modality)
    {
        foreach (var encoder in Info.Encoders)
            if (encoder.Modality == modality && encoder.PackSha256 == packSha256 && encoder.Pack == pack)
                return true;
        return false;
    }

    /// <summary>The door to its encoders of a modality.</summary>
    public IEncoderGrain Door(Modality modality) => _doors[(int)modality] ??= grains.GetGrain<IEncoderGrain>(PinnedKey.For(modality.Name(), Address));

    /// <summary>Counts items on their way.</summary>
    public void Send(int items) => Interlocked.Add(ref _outstanding, items);

    /// <summary>Counts items that are answered.</summary>
    public void Answered(int items) => Interlocked.Add(ref _outstanding, -items);

    /// <summary>Takes over what it said of itself.</summary>
    public void Update(WorkerInfo info)
    {
        Volatile.Write(ref _info, info);
        Volatile.Write(ref _reported, info.OnlineDepth);
        Volatile.Write(ref _missedSince, 0);
    }

    /// <summary>Takes over the depth that came with an answer.</summary>
    public void Report(int depth) => Volatile.Write(ref _reported, depth);

    /// <summary>Notes a poll that it is missing from; when it has been for <see cref="Patience"/> it is given up, with what is on its way there.</summary>
    /// <param name="now">The time, by <see cref="Environment.TickCount64"/>.</param>
    /// <returns>True when it is given up.</returns>
    public bool Miss(long now)
    {
        var since = Interlocked.CompareExchange(ref _missedSince, now, 0);
        if (since == 0 || now - since < Patience.TotalMilliseconds)
            return false;
        _lost.TrySetResult();
        return true;
    }

    /// <summary>Leaves it alone for a moment: a call to it failed.</summary>
    public void Fail() => Volatile.Write(ref _failedUntil, Environment.TickCount64 + 1_000);
}
