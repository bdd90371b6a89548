using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Looks for descriptions that would harm a center: near-duplicates, refusals, wrong length, and texts that belong to another class or to none. Every finding
/// carries its measured margin and a reason; nothing is changed.
/// </summary>
/// <remarks>
/// Rejected descriptions are neither checked nor compared with. Captions (kind sample) are checked for refusals and length alone: two items may well look alike,
/// and a caption tells what is there, not what the label says. Thread-safe; needs memory for the vectors of all texts.
/// </remarks>
/// <param name="embed">Embeds texts: one row of a fixed length each, in their order, not all zero; scaled to length 1 here.</param>
/// <param name="options">The limits.</param>
public sealed class KnowledgeChecks(Func<IReadOnlyList<string>, CancellationToken, Task<EmbeddingMatrix>> embed, KnowledgeCheckOptions? options = null)
{
    private readonly KnowledgeCheckOptions _options = options ?? new();

    /// <summary>Checks the descriptions of a whole knowledge base: other classes are what off-class is measured against.</summary>
    /// <returns>The findings by description, in order; one description may have several.</returns>
    /// <exception cref="AlignmentException">A text's vector is not finite, or all zero, or of another length than the others.</exception>
    public async Task<IReadOnlyList<KnowledgeFinding>> RunAsync(IReadOnlyList<Description> descriptions, CancellationToken cancellationToken = default)
    {
        var findings = new List<KnowledgeFinding>();
        var about = new List<int>();
        for (var i = 0; i < descriptions.Count; i++)
        {
            if (descriptions[i].State == DescriptionState.Rejected)
                continue;
            CheckText(i, descriptions[i].Text, findings);
            if (descriptions[i].Kind == DescriptionKind.Category)
                about.Add(i);
        }
        // A refusal belongs to no class: it must not be part of what the others are measured against.
        about.RemoveAll(findings.Where(f => f.Check == KnowledgeCheck.Refusal).Select(f => f.Index).ToHashSet().Contains);
        if (about.Count > 0)
        {
            var (values, columns) = await EmbedAsync(descriptions, about, cancellationToken).ConfigureAwait(false);
            var vectors = new EmbeddingMatrix(values, about.Count, columns);
            var classes = Group(descriptions, about);
            var duplicates = new NearDuplicates(descriptions, about, vectors, _options.DuplicateCosine);
            findings.AddRange(await Task.Run(() => duplicates.Find(classes, cancellationToken), cancellationToken).ConfigureAwait(false));
            findings.AddRange(await Task.Run(() =>
            {
                FacetMeans.Subtract([.. about.Select(i => descriptions[i].Facet)], values, columns);
                return new OffClassCheck(descriptions, about, vectors, _options).Find(classes, cancellationToken);
            }, cancellationToken).ConfigureAwait(false));
        }
        return [.. findings.OrderBy(f => f.Index).ThenBy(f => f.Check)];
    }

    private void CheckText(int index, string text, List<KnowledgeFinding> findings)
    {
        if (RefusalPatterns.Find(text) is { } phrase)
            findings.Add(new(index, KnowledgeCheck.Refusal, 1, $"refusal or talk about the task: '{phrase}'"));
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (words < _options.MinWords || words > _options.MaxWords)
        {
            var beyond = words < _options.MinWords ? _options.MinWords - words : words - _options.MaxWords;
            findings.Add(new(index, KnowledgeCheck.Length, beyond, $"{words} words, not {_options.MinWords} to {_options.MaxWords}"));
        }
    }

    /// <summary>The rows of each class's texts.</summary>
    private static List<(string Name, int[] Rows)> Group(IReadOnlyList<Description> descriptions, List<int> about) =>
        [.. about.Select((index, row) => (descriptions[index].Class, Row: row)).GroupBy(p => p.Class, StringComparer.Ordinal).Select(g => (g.Key, g.Select(p => p.Row).ToArray()))];

    private async Task<(float[] Values, int Columns)> EmbedAsync(IReadOnlyList<Description> descriptions, List<int> about, CancellationToken cancellationToken)
    {
        float[] values = [];
        var columns = 0;
        for (var at = 0; at < about.Count; at += _options.EmbedBlock)
        {
            var block = about.GetRange(at, Math.Min(_options.EmbedBlock, about.Count - at));
            var vectors = await embed([.. block.Select(i => descriptions[i].Text)], cancellationToken).ConfigureAwait(false);
            if (at == 0)
                values = new float[(long)about.Count * (columns = vectors.Columns)];
            if (vectors.Rows != block.Count || vectors.Columns != columns)
                throw new AlignmentException($"The text encoder gave {vectors.Rows} x {vectors.Columns} numbers for {block.Count} texts, not {block.Count} x {columns}.");
            for (var i = 0; i < block.Count; i++)
                Unit(vectors.Row(i), values.AsSpan((at + i) * columns, columns), descriptions[block[i]]);
        }
        return (values, columns);
    }

    private static void Unit(ReadOnlySpan<float> vector, Span<float> unit, Description of)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(norm) || norm == 0)
            throw new AlignmentException($"The text encoder gave a vector that is all zero or not finite for '{of.Text}' of the class '{of.Class}'; check the pack with 'unibind pack verify'.");
        TensorPrimitives.Divide(vector, norm, unit);
    }
}
