using System.Runtime.InteropServices;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class HashIndexTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_ManyRunsAndMerges_GivesTheEntriesOfADictionary()
    {
        var random = new Random(8);
        var reference = new Dictionary<UInt128, ulong>();
        using var index = new HashIndex<ContentEntry>(_folder.Path);
        for (var page = 0; page < 40; page++)
        {
            var fresh = Enumerable.Range(0, random.Next(1, 500)).Select(_ => page % 9 == 8 ? UInt128.MaxValue - (UInt128)random.Next(99) : new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()))
                .Where(h => !reference.ContainsKey(h)).Distinct().Order().Select(h => new ContentEntry(h, (ulong)random.NextInt64())).ToArray();
            foreach (var entry in fresh)
                reference.Add(entry.Hash, entry.Place);
            index.Add(fresh);
        }
        var hashes = reference.Keys.Append((UInt128)7).Order().ToArray();
        var found = new bool[hashes.Length];
        var entries = new ContentEntry[hashes.Length];
        index.Find(hashes, found, entries);
        for (var i = 0; i < hashes.Length; i++)
        {
            Assert.Equal(reference.TryGetValue(hashes[i], out var place), found[i]);
            Assert.Equal(place, entries[i].Place);
        }

        using var stream = new MemoryStream();
        index.WriteTo(stream);
        var all = MemoryMarshal.Cast<byte, ContentEntry>(stream.ToArray()).ToArray();
        Assert.Equal(reference.OrderBy(r => r.Key).Select(r => (r.Key, r.Value)), all.Select(e => (e.Hash, e.Place)));
    }
}
