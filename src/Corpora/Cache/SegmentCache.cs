using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// A cache of byte records in append-only files, each record with a checksum; the places of all records are in memory. When it is full the oldest
/// file goes. What a crash tears off is ignored, and a damaged record is a record that is not there.
/// </summary>
/// <remarks>Thread-safe; one owner a folder, by a lock that the operating system drops when the process ends.</remarks>
public sealed class SegmentCache : IDisposable
{
    private const string LockName = "cache.lock";
    private const string StatisticsName = "stats.json";
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);
    private readonly string _folder;
    private readonly SegmentCacheOptions _options;
    private readonly FileStream _owned;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, (Segment Segment, SegmentRecord.Entry Entry)> _places = [];
    private readonly Queue<Segment> _segments = new();
    private Segment _last;
    private long _bytes;
    private long _hits;
    private long _misses;
    private long _saved = Environment.TickCount64;

    private SegmentCache(string folder, SegmentCacheOptions options, FileStream owned)
    {
        (_folder, _options, _owned) = (folder, options, owned);
        var numbers = Segment.List(folder);
        foreach (var number in numbers.Count == 0 ? [0] : numbers)
        {
            _last = Segment.Open(folder, number);
            Take(_last);
        }
        _last ??= _segments.Peek();
        var before = ReadStatistics(folder);
        (_hits, _misses) = (before.Hits, before.Misses);
        Evict(0, 0);
    }

    /// <summary>What it holds now.</summary>
    public CacheSummary Summary
    {
        get
        {
            lock (_lock)
                return new(_folder, _bytes, _places.Count, _hits, _misses);
        }
    }

    /// <summary>Takes a folder, or returns null when another owner has it.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="options">Its bounds.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static SegmentCache? TryOpen(string folder, SegmentCacheOptions options)
    {
        if (TryLock(folder) is not { } owned)
            return null;
        try
        {
            return new SegmentCache(folder, options, owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>What the cache in a folder holds; also while another process owns it, then as of seconds ago.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static CacheSummary Describe(string folder)
    {
        if (!Directory.Exists(folder))
            return new(folder, 0, 0, 0, 0);
        var statistics = ReadStatistics(folder);
        var (bytes, entries) = SegmentCensus.Of(folder);
        return new(folder, bytes, entries, statistics.Hits, statistics.Misses);
    }

    /// <summary>Empties the cache in a folder; false when another process owns it.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static bool TryClear(string folder)
    {
        if (!Directory.Exists(folder))
            return true;
        using var owned = TryLock(folder);
        if (owned is null)
            return false;
        foreach (var file in Directory.EnumerateFiles(folder, "segment-*").Append(Path.Combine(folder, StatisticsName)))
            File.Delete(file);
        return true;
    }

    /// <summary>Finds a record that somebody else wrote.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="reader">Who asks.</param>
    /// <returns>Its payload, or null.</returns>
    public byte[]? TryRead(UInt128 key, UInt128 reader)
    {
        (Segment Segment, SegmentRecord.Entry Entry) place;
        lock (_lock)
        {
            if (!_places.TryGetValue(key, out place) || place.Entry.Writer == reader)
            {
                _misses++;
                return null;
            }
        }
        var payload = place.Segment.TryRead(place.Entry);
        lock (_lock)
        {
            if (payload is not null)
                _hits++;
            else
            {
                _misses++;
                if (_places.TryGetValue(key, out var now) && now == place)
                    _places.Remove(key);
            }
        }
        return payload;
    }

    /// <summary>Appends records whose keys are new; what is there stays.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Append(IReadOnlyList<CacheRecord> records)
    {
        lock (_lock)
        {
            var fresh = new List<CacheRecord>(records.Count);
            var keys = new HashSet<UInt128>();
            var bytes = 0L;
            foreach (var record in records)
            {
                if (_places.ContainsKey(record.Key) || record.Payload.Length > _options.SegmentBytes || !keys.Add(record.Key))
                    continue;
                fresh.Add(record);
                bytes += SegmentRecord.HeaderBytes + record.Payload.Length;
                if (bytes >= _options.SegmentBytes)
                {
                    Write(fresh, bytes);
                    fresh.Clear();
                    bytes = 0;
                }
            }
            if (fresh.Count > 0)
                Write(fresh, bytes);
            if (Environment.TickCount64 - _saved >= SaveInterval.TotalMilliseconds)
                SaveStatistics();
        }
    }

    /// <summary>Closes the files and gives the folder back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _last.Seal();
                SaveStatistics();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next owner reads the records themselves.
            }
            foreach (var segment in _segments)
                segment.Dispose();
            _owned.Dispose();
        }
    }

    private void Write(List<CacheRecord> records, long bytes)
    {
        Evict(bytes, records.Count);
        if (_last.Bytes > 0 && _last.Bytes + bytes > _options.SegmentBytes)
        {
            _last.Seal();
            Take(_last = Segment.Open(_folder, _last.Number + 1));
        }
        foreach (var entry in _last.Append(records))
            _places[entry.Key] = (_last, entry);
        _bytes += bytes;
    }

    private void Take(Segment segment)
    {
        _segments.Enqueue(segment);
        _bytes += segment.Bytes;
        foreach (var entry in segment.Entries)
            _places[entry.Key] = (segment, entry);
    }

    /// <summary>Drops the oldest segments until there is room; the one that is written to goes last, and is begun anew.</summary>
    private void Evict(long bytes, int entries)
    {
        while (_bytes > 0 && (_bytes + bytes > _options.MaxBytes || _places.Count + entries > _options.MaxEntries))
        {
            var oldest = _segments.Dequeue();
            if (_segments.Count == 0)
                Take(_last = Segment.Open(_folder, oldest.Number + 1));
            foreach (var entry in oldest.Entries)
                if (_places.TryGetValue(entry.Key, out var place) && place.Segment == oldest)
                    _places.Remove(entry.Key);
            _bytes -= oldest.Bytes;
            oldest.Delete();
        }
    }

    private void SaveStatistics()
    {
        _saved = Environment.TickCount64;
        var path = Path.Combine(_folder, StatisticsName);
        var temporary = DurableFile.TemporaryName(path);
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new CacheStatistics(_hits, _misses), CorporaJson.Options));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Counts are for people; damaged ones begin anew.</summary>
    private static CacheStatistics ReadStatistics(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<CacheStatistics>(File.ReadAllBytes(Path.Combine(folder, StatisticsName)), CorporaJson.Options) ?? new();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return new();
        }
    }

    private static FileStream? TryLock(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }
}
