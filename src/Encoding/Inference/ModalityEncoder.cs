using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The encoder of one modality, loaded and warm on one device.</summary>
/// <remarks>
/// Thread-safe. Callers wait without a thread; the native work is done on the device's own thread. Owned by its <see cref="EncoderHost"/>,
/// which ends it. The items that are given stay the caller's and must not change before their result is there.
/// </remarks>
public sealed class ModalityEncoder
{
    private readonly EncoderRunner _runner;
    private readonly DeviceLoop _device;
    private readonly OnlineMerger _online;
    private readonly SemaphoreSlim _slots;
    private readonly int _slotCount;
    private volatile bool _stopping;

    internal ModalityEncoder(EncoderRunner runner, DeviceLoop device, EncoderHostOptions options, BatchLimits tunedLimits)
    {
        _runner = runner;
        _device = device;
        TunedLimits = tunedLimits;
        _online = new OnlineMerger(runner, device, new CapacityGate(options.QueueCapacity, options.QueueBytes), tunedLimits);

        // While some Runs are on the device, one is ready to follow and one is being filled. More would only cost memory.
        _slotCount = options.EffectiveConcurrentRuns + 2;
        _slots = new SemaphoreSlim(_slotCount, _slotCount);
    }

    /// <summary>The modality.</summary>
    public Modality Modality => _runner.Encoder.Modality;

    /// <summary>The raw dimension: the length of every vector.</summary>
    public int Dimension => _runner.Encoder.Dimension;

    /// <summary>The encoder's hash, see <see cref="PackEncoder.Sha256"/>.</summary>
    public string Sha256 => _runner.Encoder.Sha256;

    /// <summary>The licence under which the encoder may be used.</summary>
    public PackLicence Licence => _runner.Encoder.Licence;

    /// <summary>Its preprocessing profile; texts longer than its window are cut.</summary>
    public IPreprocessingProfile Profile => _runner.Encoder.Profile;

    /// <summary>The pack's limits of one Run, by which planned batches are cut. Equal on every machine.</summary>
    public BatchLimits Limits => _runner.Limits;

    /// <summary>
    /// The limits under which a Run lasts at most <see cref="EncoderHostOptions.MaxRunMilliseconds"/> on this device, as measured when the
    /// encoder was loaded. Online items are merged by them; who plans batches while online requests are served plans them by these, and
    /// keeps them with the job, since they differ between devices.
    /// </summary>
    public BatchLimits TunedLimits { get; }

    /// <summary>Whether items of unequal length share a Run: <see cref="PaddingMode.Allow"/> or <see cref="PaddingMode.Equal"/>.</summary>
    public PaddingMode Padding => _runner.Padding;

    /// <summary>The provider really used: <c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</summary>
    public string Provider => _runner.Provider;

    /// <summary>The online items that wait for the device or are on it.</summary>
    public int QueueDepth => _online.Count;

    /// <summary>How many planned batches one caller keeps submitted so that the device never waits for it: those that run, and one more.</summary>
    public int BatchesInFlight => _slotCount - 1;

    /// <summary>What the encoder did so far.</summary>
    public EncoderStatistics Statistics => _runner.Counters.Snapshot();

    internal bool IsAlive => _runner.IsAlive;

    internal int Threads => _runner.Threads;

    /// <summary>Its preprocessing profile with another treatment of long texts.</summary>
    /// <exception cref="InvalidDataException">The profile cannot treat long texts that way.</exception>
    public IPreprocessingProfile ProfileFor(LongText longText) => _runner.Encoder.ProfileFor(longText);

    /// <summary>
    /// Encodes a planned batch as it is: all its rows in one Run, cut by <see cref="Limits"/> alone, always in the same way. Nothing else
    /// shares its Runs, so that a repetition gives the same bits.
    /// </summary>
    /// <param name="batch">The items, prepared by the encoder's profile.</param>
    /// <param name="cancellationToken">Drops the Runs that have not started.</param>
    /// <returns>A result for each item, in their order; an item that cannot be encoded has an error and harms no other.</returns>
    /// <exception cref="EncoderUnavailableException">The device or the session is broken; the batch may be repeated elsewhere.</exception>
    /// <exception cref="ObjectDisposedException">The host stops.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<EncodeResult[]> EncodeBatchAsync(IReadOnlyList<PreparedItem> batch, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        cancellationToken.ThrowIfCancellationRequested();
        var work = new EncodeBatch(_runner.Contract, batch, Dimension);
        var runs = _runner.Planner.Plan(work.Layouts);
        var done = new Task[runs.Count];
        for (var i = 0; i < done.Length; i++)
            done[i] = await StartAsync(work, runs[i], cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(done).WaitAsync(cancellationToken).ConfigureAwait(false);
        var results = work.Results(out var failed);
        _runner.Counters.Items(results.Length, failed);
        return results;
    }

    /// <summary>Encodes one item as soon as the device comes round, together with whatever online items wait by then.</summary>
    /// <param name="item">The item, prepared by the encoder's profile.</param>
    /// <param name="cancellationToken">Takes the item back.</param>
    /// <returns>The item's vector, or its error.</returns>
    /// <exception cref="EncoderUnavailableException">The device or the session is broken.</exception>
    /// <exception cref="ObjectDisposedException">The host stops.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<EncodeResult> EncodeAsync(PreparedItem item, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (ItemLayout.Of(_runner.Contract, item, out var layout) is not { } error)
            return _online.EncodeAsync(new OnlineItem(item, layout), cancellationToken);
        _runner.Counters.Items(1, failed: 1);
        return ValueTask.FromResult(new EncodeResult(null, error));
    }

    /// <summary>Runs the encoder's own test item; false when it fails or its vector is another than at first.</summary>
    internal Task<bool> ProbeAsync()
    {
        var probe = new ProbeWork(_runner);
        Queue(probe);
        return probe.Done;
    }

    /// <summary>Puts a work of its own before the device, among the online ones.</summary>
    internal void Queue(DeviceWork work) => _device.Enqueue(work, online: true);

    /// <summary>Takes no more items; those that are queued are still answered.</summary>
    internal void Stop() => _stopping = true;

    /// <summary>Frees the session and the tensors, once the device is closed and nobody fills tensors any more.</summary>
    internal async ValueTask ReleaseAsync()
    {
        for (var i = 0; i < _slotCount; i++)
            await _slots.WaitAsync().ConfigureAwait(false);
        _runner.Dispose();
        _slots.Release(_slotCount); // for those that still wait for one: they find the encoder stopped
    }

    private async ValueTask<Task> StartAsync(EncodeBatch batch, RowSlice[] slices, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_stopping)
        {
            _slots.Release();
            throw new ObjectDisposedException(nameof(ModalityEncoder));
        }

        var buffers = _runner.Rent();
        try
        {
            buffers.Fill(batch.Items, slices);
        }
        catch
        {
            GiveBack(buffers);
            throw;
        }

        var run = new PlannedRun(_runner, batch, slices, buffers, GiveBack, GiveUp, cancellationToken);
        _device.Enqueue(run, online: false);
        return run.Done;
    }

    /// <summary>The tensors stay with the thread that never came back.</summary>
    private void GiveUp() => _slots.Release();

    private void GiveBack(RunBuffers buffers)
    {
        _runner.Return(buffers);
        _slots.Release();
    }
}
