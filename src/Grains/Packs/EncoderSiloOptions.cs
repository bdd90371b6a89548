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

    /// <summary>The most rows of a page of a listing. The same on all silos of a grid: a listing is resumed with the pages that it was begun with.</summary>
    public int PageRows { get; set; } = 65_536;

    /// <summary>The bounds on what is decoded.</summary>
    public MediaLimits MediaLimits { get; set; } = MediaLimits.Default;

    /// <summary>The decode threads that may be lost to decoders which hang, each replaced by another; beyond it the silo is not ready and takes no more work.</summary>
    public int MaxStuckDecodes { get; set; } = 8;

    /// <summary>Online items that may wait for a decode thread, or for their vector; more are refused.</summary>
    public int OnlineItems { get; set; } = 256;

    /// <summary>The bytes of content of those items.</summary>
    public long OnlineBytes { get; set; } = 256L << 20;

    /// <summary>How long the silo should need at most for the online items that it lets in, by what each modality's items took so far.</summary>
    public TimeSpan OnlineTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>True to open the sessions of all encoders when the silo starts, so that ready means that they load.</summary>
    public bool Preload { get; set; }

    /// <summary>How long after its last Run a device has to prove with a test item that it is alive; work counts as proof.</summary>
    public TimeSpan CanaryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of decode threads that the silo will have.</summary>
    public int EffectiveDecodeThreads => DecodeThreads > 0 ? DecodeThreads : Environment.ProcessorCount;

    /// <summary>The sizes of <see cref="ShardItems"/> by modality.</summary>
    internal IReadOnlyDictionary<Modality, int> ItemsByModality() =>
        ShardItems.ToDictionary(s => Modalities.TryParse(s.Key, out var modality) ? modality : throw new GridException($"'{s.Key}' is no modality."), s => s.Value);
}
