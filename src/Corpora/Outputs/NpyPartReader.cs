using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads parts that <see cref="NpyPartSink"/> wrote.</summary>
internal static class NpyPartReader
{
    private const int MaxLineBytes = 256 << 20;

    /// <summary>The commit point of a part; null when there is none.</summary>
    public static Task<NpyPart?> ReadPartAsync(string path, CancellationToken ct)
    {
        var (store, key) = ObjectStores.OpenObject(path);
        return store.ReadJsonAsync<NpyPart>(key, ct);
    }

    /// <summary>All rows of a part.</summary>
    /// <exception cref="CorpusException">A file is missing or damaged.</exception>
    public static async Task<IReadOnlyList<OutputRow>> ReadRowsAsync(string path, CancellationToken ct)
    {
        var part = await ReadPartAsync(path, ct).ConfigureAwait(false) ?? throw new CorpusException($"The part '{path}' does not exist.");
        return await ParquetPartReader.Guard(path, () => ReadRowsAsync(ObjectStores.OpenObject(path).Store, part, ct)).ConfigureAwait(false);
    }

    /// <summary>The account of a part, its rows without their embeddings, and these in one piece when they are wanted and raw.</summary>
    /// <exception cref="CorpusException">A file is missing or damaged.</exception>
    public static async Task<(ShardAccount Account, IReadOnlyList<OutputRow> Rows, FlatVectors? Vectors)> ReadShardAsync(string path, bool vectors, CancellationToken ct)
    {
        var part = await ReadPartAsync(path, ct).ConfigureAwait(false) ?? throw new CorpusException($"The part '{path}' does not exist.");
        var rows = await ParquetPartReader.Guard(path, () => ReadRowsAsync(ObjectStores.OpenObject(path).Store, part, ct)).ConfigureAwait(false);
        FlatVectors? embeddings = null;
        if (vectors && rows.Count > 0 && rows.All(r => r.Head == RawReader.IdentityHead))
        {
            var dimension = part.Account.Dimension;
            var values = new float[rows.Count * dimension];
            for (var i = 0; i < rows.Count; i++)
                rows[i].Embedding.CopyTo(values, i * dimension);
            embeddings = new(values, rows.Count, dimension);
        }
        return (part.Account, [.. rows.Select(r => r with { Embedding = [] })], embeddings);
    }

    private static async Task<IReadOnlyList<OutputRow>> ReadRowsAsync(IObjectStore folder, NpyPart part, CancellationToken ct)
    {
        float[][] vectors;
        var array = await OpenAsync(folder, part.Embeddings, ct).ConfigureAwait(false);
        await using (array.ConfigureAwait(false))
            vectors = await NpyFile.ReadAsync(array, part.Account.Rows, part.Account.Dimension, ct).ConfigureAwait(false);

        var rows = new List<OutputRow>(vectors.Length);
        var table = await OpenAsync(folder, part.Rows, ct).ConfigureAwait(false);
        await using (table.ConfigureAwait(false))
        {
            var lines = new LineReader(table, MaxLineBytes);
            while (lines.Read() && rows.Count < vectors.Length)
                rows.Add(JsonSerializer.Deserialize<NpyRow>(lines.Line.Span, CorporaJson.Options)!.With(vectors[rows.Count]));
        }
        return rows.Count == vectors.Length ? rows : throw new InvalidDataException($"'{part.Rows.Name}' has fewer rows than '{part.Embeddings.Name}'");
    }

    private static async Task<Stream> OpenAsync(IObjectStore folder, PartFile file, CancellationToken ct) =>
        SafePath.IsRelative(file.Name, foreign: true)
            ? await folder.OpenAsync(file.Name, ct).ConfigureAwait(false) ?? throw new InvalidDataException($"'{file.Name}' is missing")
            : throw new InvalidDataException($"'{file.Name}' leads out of the folder");
}
