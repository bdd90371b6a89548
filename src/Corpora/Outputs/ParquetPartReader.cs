using System.Text.Json;
using Parquet;

namespace UniBind.Grid.Corpora;

/// <summary>Reads parts that <see cref="ParquetPartWriter"/> wrote.</summary>
internal static class ParquetPartReader
{
    /// <summary>The account in a part's metadata, with hash and size; null when the part does not exist. The part is read once.</summary>
    public static async Task<ShardAccount?> ReadAccountAsync(IObjectStore store, string key, CancellationToken ct)
    {
        var stream = await store.OpenAsync(key, ct).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream.ConfigureAwait(false))
        {
            return await Guard(store.AddressOf(key), async () =>
            {
                var sha256 = await FileHash.Sha256Async(stream, ct).ConfigureAwait(false);
                var reader = await OpenAsync(stream, ct).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    return AccountOf(reader) with { Sha256 = sha256, Bytes = stream.Length };
            }).ConfigureAwait(false);
        }
    }

    /// <summary>All rows of a part; a part is one shard.</summary>
    public static Task<IReadOnlyList<OutputRow>> ReadRowsAsync(string path, CancellationToken ct) => Guard(path, async () =>
    {
        var rows = new List<OutputRow>();
        var reader = await OpenAsync(path, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var hasSplit = HasSplit(reader);
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                await ReadGroupAsync(group, hasSplit, rows, ct).ConfigureAwait(false);
            }
        }
        return (IReadOnlyList<OutputRow>)rows;
    });

    /// <summary>The account of a part, its rows without their embeddings, and these in one piece when they are wanted and raw.</summary>
    public static Task<(ShardAccount Account, IReadOnlyList<OutputRow> Rows, FlatVectors? Vectors)> ReadShardAsync(string path, bool vectors, CancellationToken ct) => Guard(path, async () =>
    {
        var rows = new List<OutputRow>();
        FlatVectors? embeddings = null;
        var reader = await OpenAsync(path, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            // A part is one row group, or none.
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                await ReadGroupAsync(group, HasSplit(reader), rows, ct, embeddings: false).ConfigureAwait(false);
                if (vectors && rows.TrueForAll(r => r.Head == RawReader.IdentityHead))
                    embeddings = await FloatLists.ReadFlatAsync(group, PartSchema.Element(PartSchema.Embedding), ct).ConfigureAwait(false);
            }
            return (AccountOf(reader), (IReadOnlyList<OutputRow>)rows, embeddings);
        }
    });

    /// <summary>The columns that a comparison of embeddings needs.</summary>
    public static Task<PartVectors> ReadVectorsAsync(string path, IReadOnlySet<Modality> modalities, CancellationToken ct) => Guard(path, async () =>
    {
        var reader = await OpenAsync(path, ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.RowGroupCount == 0)
                return PartVectors.Of([]);
            if (reader.RowGroupCount != 1)
                throw new InvalidDataException($"it has {reader.RowGroupCount} groups of rows, not one");
            using var group = reader.OpenRowGroupReader(0);
            var names = await TextColumns.ReadAsync(group, PartSchema.Modality, ct).ConfigureAwait(false);
            var own = new Modality[names.Length];
            for (var i = 0; i < own.Length; i++)
                own[i] = Modalities.TryParse(names[i], out var parsed) ? parsed : throw new InvalidDataException($"row {i} has the modality '{names[i]}'");
            var vectors = own.Any(modalities.Contains)
                ? await FloatLists.ReadFlatAsync(group, PartSchema.Element(PartSchema.Embedding), ct).ConfigureAwait(false)
                : new FlatVectors([], 0, 0);
            return new PartVectors
            {
                Ids = (await TextColumns.ReadAsync(group, PartSchema.Id, ct).ConfigureAwait(false))!,
                Modalities = own,
                Spaces = (await TextColumns.ReadAsync(group, PartSchema.Space, ct).ConfigureAwait(false))!,
                Encoders = (await TextColumns.ReadAsync(group, PartSchema.Encoder, ct).ConfigureAwait(false))!,
                Heads = (await TextColumns.ReadAsync(group, PartSchema.Head, ct).ConfigureAwait(false))!,
                Embeddings = vectors.Values,
                Dimension = vectors.Dimension,
            };
        }
    });

    /// <summary>Opens a part by its address after checking its footer, which a bad disk may have damaged.</summary>
    internal static async Task<ParquetReader> OpenAsync(string address, CancellationToken ct)
    {
        var (store, key) = ObjectStores.OpenObject(address);
        var stream = await store.OpenAsync(key, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"The part '{address}' does not exist.") { Fault = CorpusFault.Missing };
        try
        {
            return await OpenAsync(stream, ct).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static Task<ParquetReader> OpenAsync(Stream stream, CancellationToken ct)
    {
        ParquetFooter.Check(stream);
        stream.Position = 0;
        return ParquetReader.CreateAsync(stream, leaveStreamOpen: false, cancellationToken: ct);
    }

    private static ShardAccount AccountOf(ParquetReader reader) =>
        reader.CustomMetadata.TryGetValue(PartSchema.AccountKey, out var json)
            ? JsonSerializer.Deserialize<ShardAccount>(json, CorporaJson.Options)!
            : throw new InvalidDataException($"it has no '{PartSchema.AccountKey}' in its metadata");

    /// <summary>Parts of earlier versions have no such column.</summary>
    private static bool HasSplit(ParquetReader reader) => Array.Exists(reader.Schema.DataFields, f => f.Name == PartSchema.Split.Name);

    private static async Task ReadGroupAsync(ParquetRowGroupReader group, bool hasSplit, List<OutputRow> rows, CancellationToken ct, bool embeddings = true)
    {
        var id = await TextColumns.ReadAsync(group, PartSchema.Id, ct).ConfigureAwait(false);
        var uri = await TextColumns.ReadAsync(group, PartSchema.Uri, ct).ConfigureAwait(false);
        var modality = await TextColumns.ReadAsync(group, PartSchema.Modality, ct).ConfigureAwait(false);
        var labels = await TextColumns.ReadLabelsAsync(group, PartSchema.Element(PartSchema.Labels), ct).ConfigureAwait(false);
        var itemGroup = await TextColumns.ReadAsync(group, PartSchema.Group, ct).ConfigureAwait(false);
        var split = hasSplit ? await TextColumns.ReadAsync(group, PartSchema.Split, ct).ConfigureAwait(false) : null;
        var itemClass = await TextColumns.ReadAsync(group, PartSchema.Class, ct).ConfigureAwait(false);
        var score = new float?[group.RowCount];
        await group.ReadAsync<float>(PartSchema.Score, score.AsMemory(), cancellationToken: ct).ConfigureAwait(false);
        var space = await TextColumns.ReadAsync(group, PartSchema.Space, ct).ConfigureAwait(false);
        var encoder = await TextColumns.ReadAsync(group, PartSchema.Encoder, ct).ConfigureAwait(false);
        var head = await TextColumns.ReadAsync(group, PartSchema.Head, ct).ConfigureAwait(false);
        var sha256 = await TextColumns.ReadAsync(group, PartSchema.ContentSha256, ct).ConfigureAwait(false);
        var truncated = new bool[group.RowCount];
        await group.ReadAsync<bool>(PartSchema.Truncated, truncated.AsMemory(), cancellationToken: ct).ConfigureAwait(false);
        var embedding = embeddings ? await FloatLists.ReadAsync(group, PartSchema.Element(PartSchema.Embedding), ct).ConfigureAwait(false) : null;
        for (var i = 0; i < id.Length; i++)
        {
            if (!Modalities.TryParse(modality[i], out var parsed))
                throw new InvalidDataException($"row {i} has the modality '{modality[i]}'");
            rows.Add(new OutputRow
            {
                Id = id[i]!,
                Uri = uri[i]!,
                Modality = parsed,
                Labels = labels[i],
                Group = itemGroup[i],
                Split = split?[i],
                Class = itemClass[i],
                Score = score[i],
                Space = space[i]!,
                Encoder = encoder[i]!,
                Head = head[i]!,
                ContentSha256 = sha256[i]!,
                Truncated = truncated[i],
                Embedding = embedding?[i] ?? [],
            });
        }
    }

    /// <summary>The library reports a damaged file in many ways; to the caller they are one.</summary>
    internal static async Task<T> Guard<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or CorpusException))
        {
            throw new CorpusException($"The part '{path}' cannot be read: {ListedItem.Shorten(e.Message)}", e);
        }
    }
}
