using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

public sealed class VectorTopKTests
{
    /// <summary>Vectors of few different directions, so that equal scores are common, cut into parts.</summary>
    public sealed record Collection(int[] Parts, int Top, int Seed)
    {
        public static Arbitrary<Collection> Any { get; } = (
            from parts in Gen.NonEmptyListOf(Gen.Choose(0, 12))
            from top in Gen.Choose(1, 10)
            from seed in Gen.Choose(0, 1_000_000)
            select new Collection([.. parts], top, seed)).ToArbitrary();

        internal EmbeddingMatrix Queries => Directions(3, Seed + 1);

        internal EmbeddingMatrix All => Directions(Parts.Sum(), Seed);

        internal string Id(int row) => $"item {(row * 7919) % 101}";

        private static EmbeddingMatrix Directions(int count, int seed)
        {
            var random = new Random(seed);
            return EmbeddingMatrix.From([.. Enumerable.Range(0, count).Select(_ => Unit.At(30 * random.Next(12)))], 2);
        }
    }

    [Fact]
    public void Merge_OfTheBestOfEachPart_IsTheBestOfAll() =>
        Prop.ForAll(Collection.Any, test =>
        {
            var whole = new VectorTopK(test.Queries, test.Top);
            var parts = new List<VectorHit[][]>();
            for (int p = 0, first = 0; p < test.Parts.Length; first += test.Parts[p++])
            {
                var (source, start) = (p, first);
                var rows = test.All.Slice(start, test.Parts[p]);
                whole.Add(rows, r => test.Id(start + r), source);
                var part = new VectorTopK(test.Queries, test.Top);
                part.Add(rows, r => test.Id(start + r), source);
                parts.Add(part.Results());
            }

            for (var q = 0; q < 3; q++)
            {
                var merged = VectorTopK.Merge(parts.Select(p => p[q]).Reverse(), test.Top);
                Assert.Equal(whole.Results()[q], merged);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Results_AnyCollection_AreTheBruteForce() =>
        Prop.ForAll(Collection.Any, test =>
        {
            var search = new VectorTopK(test.Queries, test.Top);
            search.Add(test.All, test.Id, 0);

            var results = search.Results();

            for (var q = 0; q < 3; q++)
            {
                var expected = Enumerable.Range(0, test.All.Rows).OrderByDescending(r => Unit.Cosine(test.Queries, q, test.All, r))
                    .ThenBy(test.Id, StringComparer.Ordinal).ThenBy(r => r).Take(test.Top);
                Assert.Equal(expected, results[q].Select(hit => hit.Row));
                Assert.All(results[q], hit => Assert.Equal(test.Id(hit.Row), hit.Id));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_PartLargerThanABlock_FindsRowsOfEveryBlock()
    {
        const int Rows = 1_200_000;
        var values = new float[Rows * 2];
        foreach (var row in new[] { 0, Rows / 2, Rows - 1 })
            values[row * 2] = 1;
        var search = new VectorTopK(Unit.Rows([1, 0]), 3);

        search.Add(new EmbeddingMatrix(values, Rows, 2), row => $"{row:D8}", 5);

        Assert.Equal([0, Rows / 2, Rows - 1], search.Results()[0].Select(hit => hit.Row));
        Assert.All(search.Results()[0], hit => Assert.Equal((1f, 5), (hit.Score, hit.Source)));
    }

    [Fact]
    public void Add_NotFiniteOrOtherDimension_SaysSo()
    {
        var search = new VectorTopK(Unit.Rows([1, 0]), 3);

        Assert.Contains("'b' is not finite", Assert.Throws<AlignmentException>(() => search.Add(Unit.Rows([1, 0], [float.NaN, 0]), r => r == 0 ? "a" : "b", 0)).Message, StringComparison.Ordinal);
        Assert.Contains("3 dimensions, and the query 2", Assert.Throws<AlignmentException>(() => search.Add(Unit.Rows([1, 0, 0]), _ => "a", 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_QueryOfNoDirectionOrNoHits_SaysSo()
    {
        Assert.Throws<AlignmentException>(() => new VectorTopK(Unit.Rows([0, 0]), 3));
        Assert.Throws<AlignmentException>(() => new VectorTopK(Unit.Rows([float.NaN, 0]), 3));
        Assert.Throws<AlignmentException>(() => new VectorTopK(Unit.Rows([1, 0]), 0));
    }
}
