using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

/// <summary>A set of centers of any shape, masked or not, with items to score.</summary>
public sealed record ScoringCase(int[] Counts, int Dimension, int Items, bool Masked, int Seed)
{
    public static Arbitrary<ScoringCase> Any { get; } = (
        from counts in Gen.NonEmptyListOf(Gen.Choose(1, 7))
        from dimension in Gen.Choose(1, 40)
        from items in Gen.Choose(0, 20)
        from masked in Gen.Elements(true, false)
        from seed in Gen.Choose(0, 1_000_000)
        select new ScoringCase([.. counts], dimension, items, masked, seed)).ToArbitrary();

    internal EmbeddingMatrix Embeddings => Unit.Random(Items, Dimension, Seed + 1);

    internal CenterSet Centers
    {
        get
        {
            var random = new Random(Seed);
            var rows = Counts.Sum();
            var masks = Enumerable.Range(0, rows).Select(_ => Masked ? random.Next(128) : CenterSet.AllModalities).ToArray();
            return Unit.Centers(Unit.Random(rows, Dimension, Seed), Counts, masks);
        }
    }

    /// <summary>The score of a class as the method defines it, and the row that is nearest; null where no row counts.</summary>
    internal static (double Score, int Row)? BruteForce(CenterSet centers, int index, EmbeddingMatrix embeddings, int item, Modality modality, ScoreRule rule)
    {
        var (start, count) = centers.RowsOf(index);
        var rows = Enumerable.Range(start, count).Where(row => centers.Counts(row, modality)).ToArray();
        if (rows.Length == 0)
            return null;
        var similarities = rows.Select(row => (double)Unit.Cosine(embeddings, item, centers.Rows, row)).ToArray();
        var score = rule.Kind switch
        {
            ScoreKind.Max => similarities.Max(),
            ScoreKind.Mean => similarities.Average(),
            ScoreKind.TopMean => similarities.OrderDescending().Take(rule.Top).Average(),
            _ => Math.Log(similarities.Average(s => Math.Exp(rule.Beta * s))) / rule.Beta,
        };
        return (score, rows[Array.IndexOf(similarities, similarities.Max())]);
    }
}
