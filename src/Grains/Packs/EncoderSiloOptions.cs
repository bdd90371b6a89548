using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>What an encoder silo encodes with, and how much it takes on at a time.</summary>
public sealed class EncoderSiloOptions
{
    /// <summary>The folders of the encoder packs that the silo offers.</summary>
    public IList<string> Packs { get; } = [];

    /// <summary>The threads that read, decode and preprocess; 0 takes one for each processor.</summary>
    public int DecodeThreads { get; set; }

    /// <summary>Shards that run at a time: while one is encoded the next is decoded.</summary>
    public int Credits { get; set; } = 3;

    /// <summary>Shards in a row that fail for reasons of the silo before it says that it is not ready.</summary>
    public int BreakerFailures { get; set; } = 5;

    /// <summary>The memory, in bytes, that decoded items of one shard may take while they wait for the device.</summary>
    public long DecodedBytes { get; set; } = 256L << 20;

    /// <summary>Items in a shard, by modality name; modalities that are not named take the default, which makes shards of seconds.</summary>
    public IDictionary<string, int> ShardItems { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The bounds on what is decoded.</summary>
    public MediaLimits MediaLimits { get; set; } = MediaLimits.Default;

    /// <summary>The number of decode threads that the silo will have.</summary>
    public int EffectiveDecodeThreads => DecodeThreads > 0 ? DecodeThreads : Environment.ProcessorCount;

    /// <summary>The sizes of <see cref="ShardItems"/> by modality.</summary>
    internal IReadOnlyDictionary<Modality, int> ItemsByModality() =>
        ShardItems.ToDictionary(s => Modalities.TryParse(s.Key, out var modality) ? modality : throw new GridException($"'{s.Key}' is no modality."), s => s.Value);
}
