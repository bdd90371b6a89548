using UniBind.Grid.Alignment;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>The two kinds of centers that everything is measured with.</summary>
internal enum Centers
{
    /// <summary>One row a class: the embedding of its name.</summary>
    Name,

    /// <summary>All approved descriptions of the knowledge base in samples/knowledge.</summary>
    Llm,
}

/// <summary>The centers of each class set, made by the library's builder.</summary>
internal sealed class Bases
{
    private readonly Dictionary<(string Knowledge, Centers Kind), CenterSet> _sets = [];

    public CenterSet Of(QualitySet set, Centers kind) => _sets[(set.Knowledge, kind)];

    public static async Task<Bases> LoadAsync(LabData data, IEnumerable<string> names)
    {
        var bases = new Bases();
        foreach (var name in names.Distinct())
        {
            var knowledge = await KnowledgeFile.ReadAllAsync(Path.Combine(Repository.Root, "samples", "knowledge", name + ".jsonl"));
            var approved = knowledge.Where(d => d.State == DescriptionState.Approved).ToArray();
            var classes = approved.Select(d => d.Class).Distinct().Order(StringComparer.Ordinal).ToArray();
            var embeddings = await data.EmbedAsync(approved.Select(d => d.Text).Concat(classes.Select(Spelled)));
            var (llm, plain) = (new CenterBuilder(new CenterSelection(CenterRule.Medoid, approved.Length)), new CenterBuilder(new CenterSelection(CenterRule.Medoid, 1)));
            foreach (var each in classes)
            {
                Description[] own = [.. approved.Where(d => d.Class == each)];
                llm.Add(new CenterCandidates(each, EmbeddingMatrix.From([.. own.Select(d => embeddings[d.Text])], embeddings[own[0].Text].Length),
                    [.. own.Select(d => d.Text)], [.. own.Select(d => CenterBuilder.MaskOf(d.Modalities))]));
                plain.Add(new CenterCandidates(each, EmbeddingMatrix.From([embeddings[Spelled(each)]], embeddings[Spelled(each)].Length), [Spelled(each)], [CenterSet.AllModalities]));
            }
            bases._sets[(name, Centers.Llm)] = llm.Build();
            bases._sets[(name, Centers.Name)] = plain.Build();
        }
        return bases;
    }

    // A folder's name as one would write it.
    private static string Spelled(string name) => name == "othervehicle" ? "other vehicle" : name.Replace('_', ' ');
}
