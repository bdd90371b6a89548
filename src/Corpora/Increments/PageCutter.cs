namespace UniBind.Grid.Corpora;

/// <summary>Tells what of a page is encoded, carried over or copied, and cuts each kind into shards.</summary>
/// <remarks>Not thread-safe; for one page. The outcome depends on the page, its contents, those of the pages before, and the earlier job.</remarks>
/// <param name="page">The page's number.</param>
/// <param name="items">The items, by ordinal.</param>
/// <param name="options">Tells the items of a shard.</param>
internal sealed class PageCutter(int page, PlannedItem[] items, PlanOptions options)
{
    private const int None = -1;
    private readonly ShardKind[] _kinds = new ShardKind[items.Length];
    private readonly ulong[] _from = new ulong[items.Length];
    private readonly int[] _original = Filled(items.Length);
    private readonly List<(UInt128 Key, int Original)> _fresh = [];

    /// <summary>Finds the items that the earlier job has with the same content.</summary>
    /// <param name="earlier">The earlier job.</param>
    /// <param name="isCarried">Whether the source does not list an item, so that it must be there.</param>
    /// <exception cref="CorpusException">An item that must be there is not.</exception>
    public void FindCarried(EarlierIndex earlier, Func<PlannedItem, bool> isCarried)
    {
        var (hashes, order) = Hashes(i => IdHash.Of(items[i].Item.Id));
        var found = new bool[hashes.Length];
        var entries = new EarlierEntry[hashes.Length];
        earlier.Find(hashes, found, entries);
        for (var i = 0; i < order.Length; i++)
        {
            var item = items[order[i]];
            var must = isCarried(item);
            if (must && !found[i])
                throw new CorpusException($"The earlier output no longer has the item '{item.Item.Id}'; it was changed while this job ran.");
            if (!found[i] || (!must && !entries[i].HasContentOf(item)))
                continue;
            _kinds[order[i]] = ShardKind.Carry;
            _from[order[i]] = entries[i].Place;
        }
    }

    /// <summary>Finds the items whose content an earlier one has: the lowest ordinal is the original, or the lowest that is carried over.</summary>
    /// <param name="known">The contents of the pages before.</param>
    public void FindCopies(HashIndex<ContentEntry> known)
    {
        var (hashes, order) = Hashes(i => items[i].Item.Sha256.Length == 0 ? null : ContentEntry.Key(items[i].Item.Sha256, items[i].Modality, items[i].Format));
        var found = new bool[hashes.Length];
        var entries = new ContentEntry[hashes.Length];
        known.Find(hashes, found, entries);
        for (int i = 0, end; i < order.Length; i = end)
        {
            for (end = i + 1; end < order.Length && hashes[end] == hashes[i];)
                end++;
            var group = order.AsSpan(i, end - i);
            var original = found[i] ? None : OriginalOf(group);
            if (!found[i])
                _fresh.Add((hashes[i], original));
            foreach (var item in group)
            {
                if (item == original || _kinds[item] == ShardKind.Carry)
                    continue;
                _kinds[item] = ShardKind.Copy;
                _original[item] = original;
                _from[item] = entries[i].Place;
            }
        }
    }

    /// <summary>Cuts the page.</summary>
    public PageCut Cut()
    {
        var shards = new List<CutShard>();
        var places = new Dictionary<long, ulong>();
        Add(ShardCutter.Cut([.. Of(ShardKind.Encode)], options), ShardKind.Encode, shards, places);
        Add(Chunks(ShardKind.Carry), ShardKind.Carry, shards, places);
        for (var i = 0; i < items.Length; i++)
            if (_kinds[i] == ShardKind.Copy && _original[i] != None)
                _from[i] = places[items[_original[i]].Ordinal];
        Add(Chunks(ShardKind.Copy), ShardKind.Copy, shards, places);
        return new PageCut(shards, _fresh.ConvertAll(f => new ContentEntry(f.Key, places[items[f.Original].Ordinal])).ToArray());
    }

    private IEnumerable<PlannedItem> Of(ShardKind kind) => items.Where((_, i) => _kinds[i] == kind);

    /// <summary>Items whose rows lie together in one shard: a part is read once for all of them.</summary>
    private IEnumerable<ReadOnlyMemory<PlannedItem>> Chunks(ShardKind kind)
    {
        var chosen = Enumerable.Range(0, items.Length).Where(i => _kinds[i] == kind).ToArray();
        Array.Sort(chosen, (a, b) =>
        {
            var order = items[a].Modality.CompareTo(items[b].Modality);
            order = order != 0 ? order : _from[a].CompareTo(_from[b]);
            return order != 0 ? order : a.CompareTo(b);
        });
        var copies = Array.ConvertAll(chosen, i => items[i] with { From = ItemPlace.Unpack(_from[i]) });
        for (int start = 0, end; start < copies.Length; start = end)
        {
            var most = options.ShardItems(copies[start].Modality);
            for (end = start + 1; end < copies.Length && end - start < most && copies[end].Modality == copies[start].Modality;)
                end++;
            yield return copies.AsMemory(start, end - start);
        }
    }

    private void Add(IEnumerable<ReadOnlyMemory<PlannedItem>> cut, ShardKind kind, List<CutShard> shards, Dictionary<long, ulong> places)
    {
        foreach (var shard in cut)
        {
            for (var row = 0; row < shard.Length; row++)
                places[shard.Span[row].Ordinal] = new ItemPlace(page, shards.Count, row).Packed;
            shards.Add(new CutShard(kind, shard));
        }
    }

    private int OriginalOf(ReadOnlySpan<int> group)
    {
        int lowest = int.MaxValue, carried = int.MaxValue;
        foreach (var item in group)
        {
            lowest = Math.Min(lowest, item);
            if (_kinds[item] == ShardKind.Carry)
                carried = Math.Min(carried, item);
        }
        return carried < int.MaxValue ? carried : lowest;
    }

    private (UInt128[] Hashes, int[] Items) Hashes(Func<int, UInt128?> hash)
    {
        var hashes = new UInt128[items.Length];
        var order = new int[items.Length];
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (hash(i) is not { } value)
                continue;
            hashes[count] = value;
            order[count++] = i;
        }
        Array.Resize(ref hashes, count);
        Array.Resize(ref order, count);
        Array.Sort(hashes, order);
        return (hashes, order);
    }

    private static int[] Filled(int length)
    {
        var filled = new int[length];
        filled.AsSpan().Fill(None);
        return filled;
    }
}
