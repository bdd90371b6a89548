using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Examples of cross-modal retrieval: what a query of each modality finds in the others.</summary>
internal static class ReportExamples
{
    private const int Queries = 2;
    private const int Found = 3;
    private const int Gallery = 1_000;

    public static void Write(Markup page, ReportInput input, CancellationToken cancellationToken)
    {
        var items = input.Items;
        var galleries = Enumerable.Range(0, items.Items.Count).Where(i => !items.CalibratedIds.Contains(items.Items[i].Id)).OrderBy(i => SampleOrder.Of(items.Items[i], input.Result.Options.Seed))
            .GroupBy(i => items.Items[i].Modality).OrderBy(g => g.Key).Select(g => g.Take(Gallery).ToArray()).ToArray();
        if (!items.Comparable || galleries.Length < 2)
            return;
        var media = new ExampleMedia(input.Roots, input.MaxMediaBytes);
        page.Raw($"<section><h2>Retrieval examples</h2><p class=\"soft\">The first {Queries} items of the sample of each modality as queries, and the {Found} nearest items of every other one. Green: the same class; red: another one. Not chosen by hand, and too few to judge by.</p>");
        foreach (var gallery in galleries)
            foreach (var query in gallery.Take(Queries))
            {
                cancellationToken.ThrowIfCancellationRequested();
                page.Raw($"<div class=\"panel\" style=\"margin:10px 0\"><div class=\"row\"><div class=\"set\"><b>{items.Items[query].Modality.Name()}, the query</b>");
                Example(page, media, items, query, "", null, cancellationToken);
                page.Raw($"</div>");
                foreach (var other in galleries.Where(g => g != gallery))
                {
                    page.Raw($"<div class=\"set\"><b>{items.Items[other[0]].Modality.Name()}</b><div class=\"row\">");
                    foreach (var (item, score) in other.Select(j => (j, Score: TensorPrimitives.CosineSimilarity(items.Embeddings.Row(query), items.Embeddings.Row(j)))).OrderByDescending(f => f.Score).Take(Found))
                        Example(page, media, items, item, items.Items[item].Labels.Intersect(items.Items[query].Labels, StringComparer.Ordinal).Any() ? "yes" : "no", score, cancellationToken);
                    page.Raw($"</div></div>");
                }
                page.Raw($"</div></div>");
            }
        page.Raw($"</section>");
    }

    private static void Example(Markup page, ExampleMedia media, EvaluationInput items, int index, string verdict, float? score, CancellationToken cancellationToken)
    {
        var item = items.Items[index];
        var shown = media.Of(item, cancellationToken);
        page.Raw($"<div class=\"ex {verdict}{(shown?.Kind == ExampleKind.Sound ? " sound" : "")}\"><div class=\"m\">");
        switch (shown)
        {
            case { Kind: ExampleKind.Picture } picture:
                page.Raw($"<img alt=\"\" src=\"{picture.Content}\">");
                break;
            case { Kind: ExampleKind.Sound } sound:
                page.Raw($"<audio controls preload=\"none\" src=\"{sound.Content}\"></audio>");
                break;
            case { } text:
                page.Raw($"<div class=\"t\">").Text(text.Content).Raw($"</div>");
                break;
            default:
                page.Raw($"<div class=\"t\">").Text(item.Id).Raw($"</div>");
                break;
        }
        page.Raw($"</div><div>").Text(string.Join(", ", item.Labels));
        if (score is { } value)
            page.Raw($" <small>{value:0.00}</small>");
        page.Raw($"</div></div>");
    }
}
