using System.Text.Json;
using Parquet;

namespace UniBind.Grid.Corpora;

/// <summary>Writes one part: one row group with all rows, none without rows, and the shard's account in the file's metadata.</summary>
internal static class ParquetPartWriter
{
    public static async Task WriteAsync(Stream stream, ShardAccount account, IReadOnlyList<OutputRow> rows, PartCompression compression, CancellationToken ct)
    {
        var writer = await ParquetWriter.CreateAsync(PartSchema.Schema, stream, PartSchema.Options(compression), cancellationToken: ct).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string> { [PartSchema.AccountKey] = JsonSerializer.Serialize(account, CorporaJson.Options) };
            if (rows.Count == 0)
                return;
            using var group = writer.CreateRowGroup();
            await TextColumns.WriteAsync(group, PartSchema.Id, rows, r => r.Id).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Uri, rows, r => r.Uri).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Modality, rows, r => r.Modality.Name()).ConfigureAwait(false);
            await TextColumns.WriteLabelsAsync(group, PartSchema.Element(PartSchema.Labels), rows, ct).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Group, rows, r => r.Group).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Split, rows, r => r.Split).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Class, rows, r => r.Class).ConfigureAwait(false);
            await group.WriteAsync<float>(PartSchema.Score, Column(rows, r => r.Score), cancellationToken: ct).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Space, rows, r => r.Space).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Encoder, rows, r => r.Encoder).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.Head, rows, r => r.Head).ConfigureAwait(false);
            await TextColumns.WriteAsync(group, PartSchema.ContentSha256, rows, r => r.ContentSha256).ConfigureAwait(false);
            await group.WriteAsync<bool>(PartSchema.Truncated, Column(rows, r => r.Truncated), cancellationToken: ct).ConfigureAwait(false);
            await FloatLists.WriteAsync(group, PartSchema.Element(PartSchema.Embedding), rows.Count, account.Dimension, i => rows[i].Embedding, ct).ConfigureAwait(false);
            group.CompleteValidate();
        }
    }

    private static ReadOnlyMemory<T> Column<T>(IReadOnlyList<OutputRow> rows, Func<OutputRow, T> value)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return values;
    }
}
