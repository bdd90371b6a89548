using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Reads the raw embeddings of a group of parts and decides which of them are used; the same on every silo.</summary>
/// <remarks>Thread-safe; memory: the group.</remarks>
internal sealed class AlignGroupReader(AlignRun run, AlignTargetsOnDisk targets)
{
    private readonly TrainingSplit _split = new(run.Options.HoldOut, run.Options.Seed, run.Options.Folds);

    /// <summary>Reads a group.</summary>
    /// <exception cref="CorpusException">A part is missing or damaged, or its job kept no raw embeddings.</exception>
    /// <exception cref="GridException">Its rows come from several encoders.</exception>
    public async Task<AlignGroupItems> ReadAsync(AlignGroup group, CancellationToken cancellationToken)
    {
        var account = new AlignAccount(group);
        var items = new List<AlignItem>();
        var captions = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = await RawReader.OpenAsync(group.Folder, cancellationToken);
        foreach (var id in group.Shards)
        {
            var shard = await reader.ReadShardAsync(id, cancellationToken);
            var texts = run.Target == AlignTargets.Captions ? await CaptionsAsync(group.Folder, id, cancellationToken) : null;
            for (var i = 0; i < shard.Rows.Count; i++)
            {
                var row = shard.Rows[i];
                if (row.Modality != run.Modality)
                    continue;
                account.Count(row.Encoder, shard.Dimension);
                if (Decide(row, texts, account) is not { } decided)
                    continue;
                var caption = decided.Caption is { } text ? PlaceOf(text, captions) : -1;
                items.Add(new AlignItem(
                    decided.HeldOut, _split.FoldOf(row.Group, row.Id), decided.Class, caption, shard.Raw.Slice(i * shard.Dimension, shard.Dimension)));
            }
        }
        return new AlignGroupItems(items, [.. captions.Keys], account.ToSummary());
    }

    private (bool HeldOut, int Class, string? Caption)? Decide(OutputRow row, IReadOnlyDictionary<string, string>? texts, AlignAccount account)
    {
        var use = _split.UseOf(row.Split, row.Group, row.Id);
        if (use == ItemUse.HeldOut && targets.IsCalibrated(row.Id))
            use = ItemUse.Train;
        if (use == ItemUse.None)
        {
            account.OtherSplit++;
            return null;
        }
        var place = targets.ClassOf(row.Labels);
        var caption = texts?.GetValueOrDefault(row.Id);

        // A closed-form head takes the class where there is no caption; a contrastive one needs what it contrasts.
        if (caption is null && run.Target == AlignTargets.Captions && (run.Method != AlignMethods.Ridge || place < 0))
        {
            account.NoCaption++;
            return null;
        }
        if (caption is null && place < 0)
        {
            account.CountUnknown(row.Labels);
            return null;
        }
        if (use == ItemUse.Train)
            account.Train++;
        else
            account.HeldOut++;
        return (use == ItemUse.HeldOut, place, caption);
    }

    private static int PlaceOf(string text, Dictionary<string, int> captions)
    {
        captions.TryAdd(text, captions.Count);
        return captions[text];
    }

    /// <summary>The captions of a shard's items by their ids: an approved description comes before the text of the corpus.</summary>
    private async Task<IReadOnlyDictionary<string, string>> CaptionsAsync(string folder, string shard, CancellationToken cancellationToken)
    {
        var captions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var planned in await ShardFile.ReadAsync(new JobFolder(folder).Shard(shard), cancellationToken))
        {
            if ((targets.CaptionOf(planned.Item.Id) ?? planned.Item.Text) is { } text && !string.IsNullOrWhiteSpace(text))
                captions[planned.Item.Id] = text.Trim();
        }
        return captions;
    }
}
