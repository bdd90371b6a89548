using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>
/// What an online item of each encoder costs the silo, in seconds of its bottleneck: the larger of its decoding, shared by the decode threads, and its part of a Run,
/// shared by the device's threads; a moving average over what was measured.
/// </summary>
/// <remarks>Thread-safe; a singleton of the encoder silo. Concurrent observations may overwrite each other, which an average bears.</remarks>
public sealed class OnlineCosts(DecodePool decoders, IOptions<EncoderHostOptions> hosts)
{
    private const double Weight = 0.1;
    private readonly ConditionalWeakTable<ModalityEncoder, Average> _seconds = []; // packs come and go

    /// <summary>The seconds that one item should cost; before the first, the mean over what the encoder ran.</summary>
    public double Of(ModalityEncoder encoder)
    {
        if (_seconds.TryGetValue(encoder, out var known))
            return Volatile.Read(ref known.Value);
        var statistics = encoder.Statistics;
        return statistics.Items == 0 ? 0 : statistics.RunTime.TotalSeconds / statistics.Items / hosts.Value.EffectiveConcurrentRuns;
    }

    /// <summary>Learns from an item that was encoded.</summary>
    /// <param name="encoder">Its encoder.</param>
    /// <param name="preprocess">What decoding it took.</param>
    /// <param name="run">Its part of the Run.</param>
    public void Observe(ModalityEncoder encoder, TimeSpan preprocess, TimeSpan run)
    {
        var seconds = Math.Max(preprocess.TotalSeconds / decoders.Threads, run.TotalSeconds / hosts.Value.EffectiveConcurrentRuns);
        var known = _seconds.GetValue(encoder, _ => new Average { Value = seconds });
        Volatile.Write(ref known.Value, known.Value + Weight * (seconds - known.Value));
    }

    private sealed class Average
    {
        public double Value;
    }
}
