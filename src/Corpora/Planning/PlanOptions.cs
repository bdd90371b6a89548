namespace UniBind.Grid.Corpora;

/// <summary>How pages are cut into shards. Part of a job's specification: the same options give the same shards.</summary>
public sealed record PlanOptions
{
    private static readonly int[] DefaultItems = [2_048, 512, 256, 512, 512, 64, 256];

    /// <summary>The modalities to embed; items of others are filtered with the reason <c>modality</c>. Null for all.</summary>
    public IReadOnlySet<Modality>? Modalities { get; init; }

    /// <summary>Items a shard by modality, where the default does not fit the encoder: a shard is to take seconds.</summary>
    public IReadOnlyDictionary<Modality, int> ItemsByModality { get; init; } = new Dictionary<Modality, int>();

    /// <summary>How many items are probed at the same time; the number of processors by default.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The most items of a shard.</summary>
    /// <remarks>Defaults: text 2,048, image, point cloud and thermal 512, audio and event 256, video 64.</remarks>
    public int ShardItems(Modality modality) =>
        Math.Max(1, ItemsByModality.TryGetValue(modality, out var items) ? items : DefaultItems[(int)modality]);
}
