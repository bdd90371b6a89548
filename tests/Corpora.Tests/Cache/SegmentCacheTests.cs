using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class SegmentCacheTests : IDisposable
{
    private static readonly UInt128 Writer = 1;
    private static readonly UInt128 Reader = 2;
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void TryRead_WrittenAndOpenedAgain_GivesTheRecordToOthersOnly()
    {
        using (var cache = Open())
        {
            cache.Append([.. Enumerable.Range(0, 500).Select(i => Record(i))]);
            cache.Append([Record(3, length: 9)]);
            Assert.Equal(Payload(3), cache.TryRead(3, Reader));
            Assert.Null(cache.TryRead(3, Writer));
            Assert.Null(cache.TryRead(1_000, Reader));
        }
        using var again = Open();
        for (var i = 0; i < 500; i++)
            Assert.Equal(Payload(i), again.TryRead((UInt128)i, Reader));
        Assert.Null(again.TryRead(7, Writer));
        Assert.Equal((500L, 501L, 3L), (again.Summary.Entries, again.Summary.Hits, again.Summary.Misses));
    }

    [Fact]
    public void Open_TornTail_KeepsTheWholeRecordsAndGoesOn()
    {
        using (var cache = Open())
            cache.Append([.. Enumerable.Range(0, 20).Select(i => Record(i))]);
        DeleteIndexes();
        var path = Assert.Single(Segments());
        var bytes = File.ReadAllBytes(path);
        var record = bytes.Length / 20;
        for (var cut = 0; cut < record; cut += 7)
        {
            // What a writer leaves that is killed in the middle of a record.
            File.WriteAllBytes(path, bytes[..(bytes.Length - record + cut)]);
            using (var torn = Open())
            {
                Assert.Equal(19, torn.Summary.Entries);
                Assert.Equal(Payload(18), torn.TryRead(18, Reader));
                Assert.Null(torn.TryRead(19, Reader));
                torn.Append([Record(19)]);
            }
            DeleteIndexes();
            using var again = Open();
            Assert.Equal((20L, Payload(19).Length), (again.Summary.Entries, again.TryRead(19, Reader)!.Length));
        }
    }

    [Fact]
    public void TryRead_FlippedBits_NeverGivesAnotherPayload()
    {
        using (var cache = Open())
            cache.Append([.. Enumerable.Range(0, 20).Select(i => Record(i))]);
        var path = Assert.Single(Segments());
        var bytes = File.ReadAllBytes(path);
        var index = File.ReadAllBytes(Path.ChangeExtension(path, ".index"));
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var (damagedBytes, damagedIndex) = ((byte[])bytes.Clone(), (byte[])index.Clone());
            var target = round % 2 == 0 ? damagedBytes : damagedIndex;
            target[random.Next(target.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damagedBytes);
            File.WriteAllBytes(Path.ChangeExtension(path, ".index"), damagedIndex);
            using var cache = Open();
            var lost = 0;
            for (var i = 0; i < 20; i++)
            {
                var read = cache.TryRead((UInt128)i, Reader);
                lost += read is null ? 1 : 0;
                Assert.True(read is null || read.SequenceEqual(Payload(i)));
            }
            Assert.Equal(round % 2 == 0 ? 1 : 0, lost);
        }
    }

    [Fact]
    public void Append_MoreThanTheBound_DropsTheOldest()
    {
        var options = new SegmentCacheOptions { MaxBytes = 160 << 10 };
        using (var cache = Open(options))
        {
            for (var i = 0; i < 1_000; i++)
            {
                cache.Append([Record(i, length: 1_000)]);
                Assert.InRange(cache.Summary.Bytes, 1, options.MaxBytes);
            }
            Assert.InRange(cache.Summary.Entries, 100, 160);
            Assert.Equal(Payload(999, 1_000), cache.TryRead(999, Reader));
            Assert.Null(cache.TryRead(0, Reader));
        }
        Assert.InRange(new DirectoryInfo(_temp.Path).EnumerateFiles("segment-*.bin").Sum(f => f.Length), 1, options.MaxBytes);

        // A bound that shrank holds from the next start on.
        using var smaller = Open(options with { MaxBytes = 40 << 10 });
        Assert.InRange(smaller.Summary.Bytes, 1, 40 << 10);
        Assert.Equal(Payload(999, 1_000), smaller.TryRead(999, Reader));
    }

    [Fact]
    public void Append_MoreEntriesThanTheBound_DropsTheOldest()
    {
        using var cache = Open(new SegmentCacheOptions { MaxBytes = 1 << 20, MaxEntries = 2_000 });
        for (var i = 0; i < 6_000; i += 50)
            cache.Append([.. Enumerable.Range(i, 50).Select(k => Record(k))]);
        Assert.InRange(cache.Summary.Entries, 100, 2_000);
        Assert.Equal(Payload(5_999), cache.TryRead(5_999, Reader));
    }

    [Fact]
    public void TryOpen_SecondOwner_GetsNothingUntilTheFirstIsGone()
    {
        var first = Open();
        Assert.Null(SegmentCache.TryOpen(_temp.Path, new SegmentCacheOptions()));
        Assert.False(SegmentCache.TryClear(_temp.Path));
        first.Append([Record(1)]);
        first.Dispose();
        using (var second = Open())
            Assert.Equal(1, second.Summary.Entries);
        Assert.True(SegmentCache.TryClear(_temp.Path));
        Assert.Equal((0L, 0L), (SegmentCache.Describe(_temp.Path).Bytes, SegmentCache.Describe(_temp.Path).Entries));
    }

    [Fact]
    public void Describe_OpenAndClosed_CountsTheSame()
    {
        using (var cache = Open(new SegmentCacheOptions { MaxBytes = 1 << 20 }))
        {
            cache.Append([.. Enumerable.Range(0, 900).Select(i => Record(i, length: 200))]);
            var open = SegmentCache.Describe(_temp.Path);
            Assert.Equal((900L, cache.Summary.Bytes), (open.Entries, open.Bytes));
        }
        Assert.Equal(900, SegmentCache.Describe(_temp.Path).Entries);
        Assert.Equal(0, SegmentCache.Describe(_temp.File("nowhere", "x")).Entries);
    }

    private static CacheRecord Record(int key, int length = 32) => new((UInt128)key, Writer, Payload(key, length));

    private static byte[] Payload(int key, int length = 32) => [.. Enumerable.Range(0, length).Select(i => (byte)(key * 31 + i))];

    private SegmentCache Open(SegmentCacheOptions? options = null) => SegmentCache.TryOpen(_temp.Path, options ?? new SegmentCacheOptions())!;

    private string[] Segments() => Directory.GetFiles(_temp.Path, "segment-*.bin");

    private void DeleteIndexes()
    {
        foreach (var index in Directory.GetFiles(_temp.Path, "*.index"))
            File.Delete(index);
    }
}
