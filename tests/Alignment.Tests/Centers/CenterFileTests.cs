using System.Diagnostics;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class CenterFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Merge_ClassesOfSeveralFiles_AreReadBackInTheOrderGiven()
    {
        using var a = SafetensorsFile.Open(await WriteAsync("a", Unit.Centers(Unit.Random(6, 4, 1), [1, 2, 3], [1, 2, 3, 4, 5, 6])));
        using var b = SafetensorsFile.Open(await WriteAsync("b", Named(Unit.Random(2, 4, 2), "x", "y")));
        var (setA, setB) = (CenterFile.Read(a), CenterFile.Read(b));
        CenterPart[] parts = [new(setB, 1), new(setA, 1), new(setA, 2), new(setB, 0), new(setA, 0)];

        var path = _folder.File("merged");
        await using (var stream = File.Create(path))
            await CenterMerge.WriteAsync(parts, stream, TestContext.Current.CancellationToken);
        using var file = SafetensorsFile.Open(path);
        var merged = CenterFile.Read(file);

        Assert.Equal(["y", "class 1", "class 2", "x", "class 0"], merged.Classes);
        for (var c = 0; c < parts.Length; c++)
        {
            var (from, to) = (parts[c].Set.RowsOf(parts[c].Class), merged.RowsOf(c));
            Assert.Equal(from.Count, to.Count);
            for (var k = 0; k < to.Count; k++)
            {
                Assert.Equal(parts[c].Set.Rows.Row(from.Start + k), merged.Rows.Row(to.Start + k));
                Assert.Equal(parts[c].Set.TextOf(from.Start + k), merged.TextOf(to.Start + k));
                Assert.Equal(parts[c].Set.MaskOf(from.Start + k), merged.MaskOf(to.Start + k));
            }
        }
    }

    [Fact]
    public async Task Merge_NothingOrNameTwiceOrOtherDimension_SaysSoAndWritesNothing()
    {
        var a = Named(Unit.Random(2, 4, 1), "x", "y");
        var b = Named(Unit.Random(1, 5, 1), "z");

        await Expect("Two classes have the name 'x'", new(a, 0), new(a, 0));
        await Expect("'z' has 5 dimensions, and that of 'x' 4", new(a, 0), new(b, 0));
        await Expect("no class to publish");

        static async Task Expect(string message, params CenterPart[] parts)
        {
            var stream = new MemoryStream();
            var error = await Assert.ThrowsAsync<AlignmentException>(() => CenterMerge.WriteAsync(parts, stream, TestContext.Current.CancellationToken));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public async Task Read_CutAnywhere_SaysSo()
    {
        var bytes = await File.ReadAllBytesAsync(await WriteAsync("whole", Named(Unit.Random(3, 4, 1), "x", "y", "z")), TestContext.Current.CancellationToken);
        for (var length = 0; length < bytes.Length; length += 5)
        {
            var path = _folder.Write("cut", bytes[..length]);

            Assert.Throws<AlignmentException>(() =>
            {
                using var file = SafetensorsFile.Open(path);
                CenterFile.Read(file);
            });
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Read_RowThatIsNoUnitVector_NamesItsClass(float value)
    {
        using var file = SafetensorsFile.Open(await WriteAsync("bad", Unit.Centers(Unit.Rows([1, 0], [0, 1], [value, 0]), [1, 2])));

        Assert.Contains("Row 1 of the center of 'class 1'", Assert.Throws<AlignmentException>(() => CenterFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_TwentyThousandClasses_AreMergedOpenedAndScoredInSeconds()
    {
        const int Classes = 20_000, K = 5, Dimension = 256;
        var centers = Unit.Centers(Unit.Random(Classes * K, Dimension, 1), [.. Enumerable.Repeat(K, Classes)]);
        var items = centers.Rows.Take([.. Enumerable.Range(0, 256).Select(i => i * 390)]);
        var path = _folder.File("large");
        var clock = Stopwatch.StartNew();

        await using (var stream = File.Create(path))
            await CenterMerge.WriteAsync([.. Enumerable.Range(0, Classes).Select(c => new CenterPart(centers, c))], stream, TestContext.Current.CancellationToken);
        var written = clock.Elapsed;
        using var file = SafetensorsFile.Open(path);
        var opened = CenterFile.Read(file);
        var loaded = clock.Elapsed;
        var scored = new SpaceScorer(opened, Modality.Image, new ScoreRule(), new ScoreCalibration(0.05, 0)).Score(items, top: 5);
        var done = clock.Elapsed;

        TestContext.Current.SendDiagnosticMessage($"20,000 classes x 5 x 256: write {written.TotalSeconds:F2} s, open {(loaded - written).TotalSeconds:F2} s, score 256 items {(done - loaded).TotalSeconds:F2} s");
        Assert.Equal(Enumerable.Range(0, 256).Select(i => i * 390), scored.Select(item => item.Top[0].Row));

        // Far above what it takes, because tests share their machine: it is there to catch a cost that grows with the square of the classes.
        Assert.InRange(loaded.TotalSeconds, 0, 60);
    }

    public void Dispose() => _folder.Dispose();

    private static CenterSet Named(EmbeddingMatrix rows, params string[] names)
    {
        var counts = Enumerable.Repeat(1, names.Length).ToArray();
        counts[^1] += rows.Rows - names.Length;
        var plain = Unit.Centers(rows, counts);
        return new CenterSet(names, [.. Enumerable.Range(0, names.Length).Select(c => plain.RowsOf(c).Start), rows.Rows], rows,
            [.. Enumerable.Range(0, rows.Rows).Select(plain.MaskOf)], row => $"schön {row}");
    }

    private async Task<string> WriteAsync(string name, CenterSet centers)
    {
        var path = _folder.File(name);
        await using var stream = File.Create(path);
        await CenterFile.WriteAsync(centers, stream, TestContext.Current.CancellationToken);
        return path;
    }
}
