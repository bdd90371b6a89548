using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Texts of one class that say the same: the first stays (an approved one before a proposed one), the later ones are found.</summary>
internal sealed class NearDuplicates(IReadOnlyList<Description> descriptions, IReadOnlyList<int> about, EmbeddingMatrix vectors, double threshold)
{
    /// <summary>Compares all pairs within each class.</summary>
    public IEnumerable<KnowledgeFinding> Find(IReadOnlyList<(string Name, int[] Rows)> classes, CancellationToken cancellationToken)
    {
        var findings = new ConcurrentBag<KnowledgeFinding>();
        Parallel.ForEach(classes, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, one =>
        {
            var kept = new List<int>(one.Rows.Length);
            foreach (var row in one.Rows.OrderBy(r => descriptions[about[r]].State != DescriptionState.Approved))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (First(row, kept) is { } twin)
                    findings.Add(Finding(row, twin));
                else
                    kept.Add(row);
            }
        });
        return findings;
    }

    private int? First(int row, List<int> kept)
    {
        var vector = vectors.Row(row);
        foreach (var other in kept)
        {
            if (TensorPrimitives.Dot(vector, vectors.Row(other)) >= threshold)
                return other;
        }
        return null;
    }

    private KnowledgeFinding Finding(int row, int twin)
    {
        var cosine = TensorPrimitives.Dot(vectors.Row(row), vectors.Row(twin));
        return new(about[row], KnowledgeCheck.NearDuplicate, cosine - threshold, string.Create(CultureInfo.InvariantCulture,
            $"says the same as '{Short(descriptions[about[twin]].Text)}' (cosine {cosine:F3}, limit {threshold:F3})"));
    }

    private static string Short(string text) => text.Length <= 100 ? text : text[..97] + "...";
}
