using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace UniBind.Grid.Encoding;

/// <summary>The full check of a pack: everything that <see cref="EncoderPack.Load"/> checks, and each encoder once in operation.</summary>
public static class PackVerifier
{
    /// <summary>
    /// Loads a pack, opens every session, encodes a synthetic item, and compares it with itself in a full batch. Encoders are taken one
    /// after the other, on a thread of their own.
    /// </summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="options">On which device; null for the CPU.</param>
    /// <param name="load">How to load the pack; null for the defaults.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the check after the encoder that is being checked.</param>
    /// <exception cref="PackException">The pack does not load.</exception>
    /// <exception cref="ProviderUnavailableException">The device is not to be had.</exception>
    public static Task<PackReport> VerifyAsync(
        string folder, EncoderHostOptions? options = null, PackLoadOptions? load = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(
            () =>
            {
                var pack = EncoderPack.Load(folder, load);
                var inspector = new EncoderInspector(Checked(options), (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(nameof(PackVerifier)));
                var reports = new List<EncoderReport>();
                foreach (var encoder in pack.Encoders.Values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    reports.Add(inspector.Inspect(encoder));
                }

                return new PackReport(pack, reports);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>The options without measuring limits, which a check has no use for.</summary>
    internal static EncoderHostOptions Checked(EncoderHostOptions? options) => new()
    {
        Provider = options?.Provider ?? EncoderProvider.Cpu,
        AllowCpuFallback = options?.AllowCpuFallback ?? false,
        DeviceId = options?.DeviceId ?? 0,
        EpLibrary = options?.EpLibrary,
        IntraOpThreads = options?.IntraOpThreads ?? 0,
        MaxRunMilliseconds = 0,
    };
}
