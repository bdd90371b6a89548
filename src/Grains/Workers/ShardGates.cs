using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>The gates of an encoder silo: shards that are encoded share the device, those that are realigned share processor and disk.</summary>
/// <remarks>A singleton of the silo.</remarks>
public sealed class ShardGates(IOptions<EncoderSiloOptions> options, DecodePool decoders)
{
    /// <summary>The gate of shards that are encoded: <see cref="EncoderSiloOptions.Credits"/> at a time.</summary>
    public ShardGate Encode { get; } = new(options.Value.Credits, TimeProvider.System);

    /// <summary>The gate of shards that are realigned.</summary>
    public ShardGate Realign { get; } = new(RealignCredits.Of(decoders.Threads), TimeProvider.System);

    /// <summary>The gate of a job's shards.</summary>
    public ShardGate Of(JobSpec spec) => spec.RealignFrom is null ? Encode : Realign;
}
