using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class IdIndexTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mark_ManyRunsAndMerges_AgreesWithASet()
    {
        var random = new Random(5);
        var reference = new HashSet<UInt128>();
        using var index = new IdIndex(_folder.Path);
        for (var page = 0; page < 70; page++)
        {
            // Small hashes, great ones and repeated ones: the spread that the search guesses by does not hold.
            var hashes = Enumerable.Range(0, random.Next(1, 2_000))
                .Select(_ => random.Next(10) switch
                {
                    0 => (UInt128)random.Next(500),
                    1 => UInt128.MaxValue - (UInt128)random.Next(500),
                    _ => new UInt128((ulong)random.NextInt64() << 1, (ulong)random.NextInt64()),
                })
                .Distinct().Order().ToArray();
            var found = new bool[hashes.Length];

            index.Mark(hashes, found);

            Assert.Equal(hashes.Select(reference.Contains), found);
            var fresh = hashes.Where((_, i) => !found[i]).ToArray();
            reference.UnionWith(fresh);
            index.Add(fresh);
        }
        Assert.InRange(index.Runs, 1, 12);
        var all = reference.Order().ToArray();
        var known = new bool[all.Length];
        index.Mark(all, known);
        Assert.DoesNotContain(false, known);
    }

    [Fact]
    public void Dispose_Index_LeavesNoFiles()
    {
        using (var index = new IdIndex(_folder.Path))
        {
            for (var i = 0; i < 9; i++)
                index.Add(new UInt128[] { (UInt128)i });
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}
