using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The encoders of a pack on one device: one host for each silo and device, so that a silo with two GPUs has two. An encoder is loaded when it is first asked for and stays until the
/// host ends, whatever becomes of the grains that use it.
/// </summary>
/// <remarks>Thread-safe. Disposal takes no more items, answers those that are queued, and frees the sessions last.</remarks>
public sealed partial class EncoderHost : IAsyncDisposable
{
    /// <summary>A Run that is told to end at its limit has until then to do so.</summary>
    private const double HangMargin = 1.5;

    private readonly ConcurrentDictionary<Modality, Lazy<Task<ModalityEncoder>>> _encoders = new();
    private readonly ConcurrentDictionary<Modality, ModalityEncoder> _loaded = new();
    private readonly EncoderHostOptions _options;
    private readonly ILogger _logger;
    private readonly DeviceLoop _device;
    private int _disposed;

    /// <summary>Makes a host. No model is loaded yet, but a device that is not to be had is told at once.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="options">How to run it; not changed afterwards.</param>
    /// <param name="loggerFactory">Where the host logs.</param>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="ProviderUnavailableException">The device is not to be had, and the CPU may not stand in.</exception>
    public EncoderHost(EncoderPack pack, EncoderHostOptions options, ILoggerFactory loggerFactory)
    {
        var valid = new EncoderHostOptionsValidator().Validate(null, options);
        if (valid.Failed)
            throw new OptionsValidationException(nameof(EncoderHostOptions), typeof(EncoderHostOptions), valid.Failures);
        Pack = pack;
        Modalities = [.. pack.Encoders.Keys];
        _options = options;
        _logger = loggerFactory.CreateLogger<EncoderHost>();
        using (var session = new SessionOptions())
            Provider = ExecutionProviders.Attach(session, options);
        if (options.Provider != EncoderProvider.Cpu && Provider == "cpu")
            LogFallback(options.Provider, options.DeviceId);
        Device = Provider + options.DeviceId.ToString(CultureInfo.InvariantCulture);
        _device = new DeviceLoop(Device, options.EffectiveConcurrentRuns, _logger, options.MaxStuckRuns);
        DeviceWatch.Add(this);
    }

    /// <summary>The pack.</summary>
    public EncoderPack Pack { get; }

    /// <summary>The modalities that the pack has an encoder for.</summary>
    public IReadOnlyCollection<Modality> Modalities { get; }

    /// <summary>The provider really used: <c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</summary>
    public string Provider { get; }

    /// <summary>The device's name: the provider and its number, for example <c>cuda0</c>.</summary>
    public string Device { get; }

    /// <summary>When a Run last ended on the device, or null.</summary>
    public DateTimeOffset? LastRunUtc => _device.LastRunUtc;

    /// <summary>How long the work that is on the device has lasted; zero when it is idle.</summary>
    public TimeSpan BusyFor => _device.BusyFor;

    /// <summary>The Runs that wait for the device.</summary>
    public int QueueLength => _device.QueueLength;

    /// <summary>The threads that are lost to Runs which never ended.</summary>
    public int StuckRuns => _device.Stuck;

    internal int Lanes => _options.EffectiveConcurrentRuns;

    internal long BusyTicks => _device.BusyTicks;

    /// <summary>False when the device's thread ended, a Run hangs, or an encoder failed on its own test item.</summary>
    public bool IsAlive => _device.IsRunning && _device.BusyFor < _options.HangTimeout * HangMargin && _loaded.Values.All(e => e.IsAlive);

    /// <summary>
    /// What decides over the last bits of a vector, in one line: the runtime's version, the provider, the instruction set, the threads of a
    /// Run. Hosts with equal lines and packs give equal bits for equal planned batches.
    /// </summary>
    public string Numerics
    {
        get
        {
            var instructions = Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "baseline";
            return string.Create(CultureInfo.InvariantCulture, $"onnxruntime={OrtEnv.Instance().GetVersionString()};provider={Provider};cpu={RuntimeInformation.ProcessArchitecture}/{instructions};threads={ProcessorCores.PerRun(_options)}");
        }
    }

    /// <summary>The encoder of a modality, loaded and warmed up on first use; callers that come meanwhile wait for the same one.</summary>
    /// <param name="modality">The modality.</param>
    /// <param name="cancellationToken">Ends the wait, not the loading.</param>
    /// <exception cref="KeyNotFoundException">The pack has no encoder for the modality.</exception>
    /// <exception cref="PackException">The model does not load, or is not what the pack says. The next call tries again.</exception>
    /// <exception cref="ObjectDisposedException">The host has ended.</exception>
    public async ValueTask<ModalityEncoder> GetAsync(Modality modality, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (!Pack.Encoders.TryGetValue(modality, out var encoder))
            throw new KeyNotFoundException($"The pack '{Pack.Name}' has no encoder for {modality.Name()}; it has {string.Join(", ", Pack.Encoders.Keys.Select(m => m.Name()))}.");
        var entry = _encoders.GetOrAdd(modality, _ => new Lazy<Task<ModalityEncoder>>(() => LoadAsync(encoder)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (entry.Value.IsFaulted)
        {
            _encoders.TryRemove(new(modality, entry));
            throw;
        }
    }

    /// <summary>Runs the own test item of every loaded encoder, through the queue that requests go through.</summary>
    /// <returns>False when one fails, or gives another vector than when it was loaded.</returns>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken = default)
    {
        var healthy = true;
        foreach (var encoder in _loaded.Values)
            healthy &= await encoder.ProbeAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return healthy && IsAlive;
    }

    /// <summary>Looks whether the device and its encoders work. Real work proves it; a device that did none for a while runs its encoders' own test items.</summary>
    /// <param name="proof">For how long a Run that succeeded proves it.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What is wrong, in one sentence; null when all is well.</returns>
    public async Task<string?> FindProblemAsync(TimeSpan proof, CancellationToken cancellationToken = default)
    {
        if (!_device.IsRunning)
            return $"{StuckRuns} Runs on {Device} never ended, and their threads are lost; restart the silo.";
        if (LastRunUtc > DateTimeOffset.UtcNow - proof && _loaded.Values.All(e => e.IsAlive))
            return null;
        foreach (var (modality, encoder) in _loaded)
        {
            try
            {
                if (!await encoder.ProbeAsync().WaitAsync(_options.HangTimeout * HangMargin, cancellationToken).ConfigureAwait(false))
                    return $"The {modality.Name()} encoder of the pack '{Pack.Name}' fails on its own test item on {Device}.";
            }
            catch (TimeoutException)
            {
                return FormattableString.Invariant($"The test item of the {modality.Name()} encoder of the pack '{Pack.Name}' was not answered for {(_options.HangTimeout * HangMargin).TotalSeconds:0} s on {Device}.");
            }
        }

        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        DeviceWatch.Remove(this);
        foreach (var encoder in _loaded.Values)
            encoder.Stop();
        await _device.DisposeAsync().ConfigureAwait(false);
        if (_device.Stuck > 0)
            return; // a thread is inside a session still: freeing that would end the process
        foreach (var entry in _encoders.Values.Where(e => e.IsValueCreated))
        {
            try
            {
                await (await entry.Value.ConfigureAwait(false)).ReleaseAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is PackException or ProviderUnavailableException)
            {
                // It never loaded; whoever asked for it was told.
            }
        }
    }

    private Task<ModalityEncoder> LoadAsync(PackEncoder encoder) => Task.Factory.StartNew(
        () =>
        {
            var start = TimeProvider.System.GetTimestamp();
            var (runner, tuned) = new EncoderLoader(encoder, _options, _logger).Load();
            runner.ResetCounters(new EncoderMetrics(Pack.Name, encoder.Modality, Device));
            LogLoaded(encoder.Modality, Device, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, runner.Threads, runner.Padding, tuned);
            return _loaded[encoder.Modality] = new ModalityEncoder(runner, _device, _options, tuned);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning, // a thread of its own: reading and optimising a model takes seconds
        TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Information, "The {Modality} encoder is ready on {Device} after {Milliseconds:F0} ms: {Threads} threads a Run, padding {Padding}, online limits {Limits}.")]
    private partial void LogLoaded(Modality modality, string device, double milliseconds, int threads, PaddingMode padding, BatchLimits limits);

    [LoggerMessage(2, LogLevel.Warning, "{Provider} device {DeviceId} is not to be had; the CPU stands in, as the options allow.")]
    private partial void LogFallback(EncoderProvider provider, int deviceId);
}
