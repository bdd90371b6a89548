using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Makes what a training needs of a group of parts: its account, the embeddings of its captions, its Gram matrices. What was made once is looked up.</summary>
/// <remarks>Thread-safe; a singleton of the encoder silo.</remarks>
public sealed class AlignGroups(SpaceFolder folder, PackCatalog packs, PooledTextEmbedder texts)
{
    /// <summary>The tensor of a captions file.</summary>
    internal const string CaptionsTensor = "captions";

    /// <summary>Makes or finds it.</summary>
    /// <exception cref="GridException">The silo has another pack than the targets', or a caption cannot be embedded.</exception>
    /// <exception cref="CorpusException">A part cannot be read.</exception>
    /// <exception cref="AlignmentException">A value is not finite, or a file of the targets is damaged.</exception>
    public async Task<AlignGroupSummary> PrepareAsync(AlignRun run, AlignGroup group, CancellationToken cancellationToken)
    {
        var made = new KeyedFiles(folder.AlignmentFolder(run.Space, "groups"));
        if (await FindAsync(made, group, cancellationToken) is { } known)
            return known with { Group = group, Reused = true };
        using var targets = AlignTargetsOnDisk.Open(run, folder.Blobs);
        var items = await new AlignGroupReader(run, targets).ReadAsync(group, cancellationToken);
        var captions = await EmbedAsync(run, items.Captions, cancellationToken);
        var summary = items.Summary with
        {
            Captions = captions is null ? null : await PutCaptionsAsync(captions, cancellationToken),
            Grams = AlignKeys.ClosedForm(run) ? await PutGramsAsync(run, targets, items, captions, cancellationToken) : [],
        };
        await made.CreateAsync(group.Key, stream => JsonSerializer.SerializeAsync(stream, summary, cancellationToken: cancellationToken), cancellationToken);
        return summary;
    }

    /// <summary>What was made earlier, if all of it is still there.</summary>
    private async Task<AlignGroupSummary?> FindAsync(KeyedFiles made, AlignGroup group, CancellationToken cancellationToken)
    {
        if (made.Find(group.Key) is not { } path)
            return null;
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<AlignGroupSummary>(stream, cancellationToken: cancellationToken) is { } summary
                && summary.Grams.Append(summary.Captions).All(sha => string.IsNullOrEmpty(sha) || File.Exists(folder.Blobs.PathOf(sha)))
                ? summary
                : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            made.Remove(group.Key);
            return null;
        }
    }

    private async Task<EmbeddingMatrix?> EmbedAsync(AlignRun run, IReadOnlyList<string> captions, CancellationToken cancellationToken)
    {
        if (captions.Count == 0)
            return null;
        var encoder = await packs.RequireTextEncoderAsync(run, cancellationToken);
        return await texts.EmbedAsync(encoder, captions, cancellationToken);
    }

    private Task<string> PutCaptionsAsync(EmbeddingMatrix captions, CancellationToken cancellationToken)
    {
        var file = new SafetensorsWriter().Tensor(CaptionsTensor, captions.Values, captions.Rows, captions.Columns);
        return folder.Blobs.PutAsync(file.WriteAsync, cancellationToken);
    }

    /// <summary>A Gram matrix for each fold, of the items that are trained on.</summary>
    private async Task<string[]> PutGramsAsync(
        AlignRun run, AlignTargetsOnDisk targets, AlignGroupItems items, EmbeddingMatrix? captions, CancellationToken cancellationToken)
    {
        var grams = new string[Math.Max(1, run.Options.Folds)];
        var means = targets.Centers is { } centers ? CenterTargets.CentredMeans(centers, run.Modality) : null;
        for (var fold = 0; fold < grams.Length; fold++)
        {
            var rows = items.Items.Where(i => !i.HeldOut && i.Fold == fold).ToArray();
            grams[fold] = "";
            if (rows.Length == 0)
                continue;
            var raw = Copy(rows.Length, items.Summary.RawDimension, i => rows[i].Raw.Span);
            var towards = Copy(rows.Length, (captions ?? means!).Columns, i => rows[i].Caption >= 0 ? captions!.Row(rows[i].Caption) : means!.Row(rows[i].Class));
            var gram = GramMatrix.From(raw, towards, Gemm.Shared, cancellationToken);
            grams[fold] = await folder.Blobs.PutAsync(gram.WriteAsync, cancellationToken);
        }
        return grams;
    }

    private static EmbeddingMatrix Copy(int rows, int columns, RowOf row)
    {
        var values = new float[(long)rows * columns];
        for (var i = 0; i < rows; i++)
            row(i).CopyTo(values.AsSpan(i * columns, columns));
        return new EmbeddingMatrix(values, rows, columns);
    }

    private delegate ReadOnlySpan<float> RowOf(int row);
}
