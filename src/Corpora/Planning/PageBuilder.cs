using System.Buffers;

namespace UniBind.Grid.Corpora;

/// <summary>The page of a listing that is being filled: its rows as they will stand in the file, and the hashes of its ids.</summary>
/// <remarks>Not thread-safe. One is used for all pages of a listing, one after the other; its buffers are bounded by the options.</remarks>
internal sealed class PageBuilder : IDisposable
{
    private readonly ListingOptions _options;
    private readonly ArrayBufferWriter<byte> _rows = new(1 << 20);
    private readonly RowWriter _writer;
    private readonly int[] _ends;
    private readonly long[] _bytes;
    private readonly UInt128[] _hashes;
    private readonly int[] _hashRows;
    private readonly UInt128[] _unique;
    private readonly bool[] _known;
    private readonly bool[] _repeated;
    private int _items;
    private int _index;
    private long _firstOrdinal;

    public PageBuilder(ListingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PageRows, 1);
        _options = options;
        _writer = new RowWriter(_rows);
        _ends = new int[options.PageRows];
        _bytes = new long[options.PageRows];
        _hashes = new UInt128[options.PageRows];
        _hashRows = new int[options.PageRows];
        _unique = new UInt128[options.PageRows];
        _known = new bool[options.PageRows];
        _repeated = new bool[options.PageRows];
    }

    /// <summary>The rows added since the last freeze.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows of the pages before and of this one.</summary>
    public long TotalRows => _firstOrdinal + Rows;

    public bool IsFull => Rows == _options.PageRows || _rows.WrittenCount >= _options.PageBytes;

    public void Add(ListedItem listed)
    {
        if (listed.Item is { } item)
        {
            _writer.Write(item);
            _hashes[_items] = IdHash.Of(item.Id);
            _hashRows[_items++] = Rows;
            _bytes[Rows] = item.Bytes;
        }
        else
        {
            _writer.Write(listed.Problem!);
            _bytes[Rows] = -1;
        }
        _repeated[Rows] = false;
        _ends[Rows++] = _rows.WrittenCount;
    }

    /// <summary>Finds the repeated ids, writes the page with dead letters in their places, and begins the next page.</summary>
    public async Task<ListingPage> FreezeAsync(JobFolder folder, IdIndex index, CancellationToken ct)
    {
        FindRepeated(index);
        var sha256 = await WriteAsync(folder.Store, JobKeys.ListingPage(_index), ct).ConfigureAwait(false);
        var page = Describe(sha256);
        _index++;
        _firstOrdinal += Rows;
        Rows = _items = 0;
        _rows.ResetWrittenCount();
        return page;
    }

    public void Dispose() => _writer.Dispose();

    private void FindRepeated(IdIndex index)
    {
        Array.Sort(_hashes, _hashRows, 0, _items);
        var unique = 0;
        for (var i = 0; i < _items; i++)
            if (i == 0 || _hashes[i] != _hashes[i - 1])
                _unique[unique++] = _hashes[i];
        var known = _known.AsSpan(0, unique);
        known.Clear();
        index.Mark(_unique.AsSpan(0, unique), known);

        var fresh = 0;
        for (int i = 0, u = 0; i < _items; u++)
        {
            var end = i;
            var first = int.MaxValue;
            for (; end < _items && _hashes[end] == _hashes[i]; end++)
                first = Math.Min(first, _hashRows[end]);
            for (; i < end; i++)
                _repeated[_hashRows[i]] = known[u] || _hashRows[i] != first;
            if (!known[u])
                _unique[fresh++] = _unique[u];
        }
        index.Add(_unique.AsSpan(0, fresh));
    }

    private async Task<string> WriteAsync(IObjectStore store, string key, CancellationToken ct)
    {
        if (await store.ExistsAsync(key, ct).ConfigureAwait(false))
            return await CheckAsync(store, key, ct).ConfigureAwait(false);
        var staged = store.Stage(ObjectKey.Temporary(key));
        await using (staged.ConfigureAwait(false))
        {
            WriteRows(staged.Stream);

            // Two listings at once, as after a split of a cluster, must have read the same source.
            return await staged.CreateAsync(key, ct).ConfigureAwait(false) ? staged.Sha256 : await CheckAsync(store, key, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The listing was begun before: what stands there may have been planned and run, so it must be what would be written now.</summary>
    private async Task<string> CheckAsync(IObjectStore store, string key, CancellationToken ct)
    {
        using var expected = new HashingStream(Stream.Null);
        WriteRows(expected);
        return expected.Sha256 == await FileHash.Sha256Async(store, key, ct).ConfigureAwait(false)
            ? expected.Sha256
            : throw new CorpusException($"The corpus changed since its listing was interrupted (page {_index} differs); begin a new job in another folder.");
    }

    private void WriteRows(Stream stream)
    {
        stream.Write(PageHeader.Write(_index, _firstOrdinal));
        var rows = _rows.WrittenSpan;
        var from = 0;
        for (var row = 0; row < Rows; row++)
        {
            if (!_repeated[row])
                continue;
            var start = row == 0 ? 0 : _ends[row - 1];
            stream.Write(rows[from..start]);
            stream.Write(Repeated(rows[start.._ends[row]]));
            from = _ends[row];
        }
        stream.Write(rows[from..]);
    }

    private static ReadOnlySpan<byte> Repeated(ReadOnlySpan<byte> row)
    {
        var item = RowReader.ReadListed(row).Item!;
        var line = new ArrayBufferWriter<byte>(256);
        using var writer = new RowWriter(line);
        writer.Write(new DeadLetter(item.Id, item.Uri, ItemStage.Plan, ItemErrorCodes.DuplicateId, "An earlier item of the corpus has the same id."));
        return line.WrittenSpan;
    }

    private ListingPage Describe(string sha256)
    {
        var dead = 0;
        long bytes = 0;
        for (var row = 0; row < Rows; row++)
        {
            if (_repeated[row] || _bytes[row] < 0)
                dead++;
            else
                bytes += _bytes[row];
        }
        return new ListingPage { Index = _index, FirstOrdinal = _firstOrdinal, Rows = Rows, DeadLetters = dead, Bytes = bytes, Sha256 = sha256 };
    }
}
