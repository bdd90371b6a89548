using System.Diagnostics;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>How a head came to be.</summary>
internal enum Method
{
    Ridge,
    InfoNce,
}

/// <summary>Heads trained with all labels of the training split, for every fold; each item is embedded by the head of the fold that it is tested in.</summary>
internal sealed class Supervised(Bases bases)
{
    private readonly Dictionary<(string Set, Centers Kind, Method Method), EmbeddingMatrix> _embeddings = [];
    private readonly Dictionary<(string Set, Centers Kind), GramMatrix[]> _sums = [];

    public EmbeddingMatrix Of(QualitySet set, Centers kind, Method method) => _embeddings[(set.Name, kind, method)];

    /// <summary>Trains the heads of a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="helper">A set of the same encoder and classes, trained already, whose items outside the test fold and the held-out one are added to the ridge's sums; null for none.</param>
    public async Task RunAsync(QualitySet set, QualitySet? helper = null)
    {
        foreach (var kind in Enum.GetValues<Centers>())
        {
            var watch = Stopwatch.StartNew();
            var centers = bases.Of(set, kind);
            var sums = Enumerable.Range(0, set.Folds).Select(fold => Sums(set, centers, fold)).ToArray();
            _sums[(set.Name, kind)] = sums;
            var others = helper is null ? null : _sums[(helper.Name, kind)];
            var (ridge, infoNce) = (new float[set.Fold.Length][], new float[set.Fold.Length][]);
            for (var fold = 0; fold < set.Folds; fold++)
            {
                var heldOut = set.HeldOut(fold);
                var train = GramMatrix.Sum(Enumerable.Range(0, set.Folds).Where(f => f != fold && f != heldOut).SelectMany(f => others is null ? [sums[f]] : new[] { sums[f], others[f] }));
                var held = set.Examples(centers, set.Of(heldOut));
                var (ofTrain, ofAll) = Training.Ridge(set.Modality, train, others is null ? sums[heldOut] : sums[heldOut].Plus(others[heldOut]), held, centers);
                var trained = await Training.InfoNceAsync(set.Modality, set.Examples(centers, set.Without(fold, heldOut)), ofTrain, held, set.Examples(centers, set.Without(fold)), ofAll, centers);
                var rows = set.Of(fold);
                var raw = set.Features.Take(rows);
                foreach (var (head, to) in new[] { (ofAll, ridge), (trained, infoNce) })
                {
                    var projected = await BenchSpace.ProjectAsync(centers, head, raw);
                    for (var i = 0; i < rows.Length; i++)
                        to[rows[i]] = projected.Row(i).ToArray();
                }
            }
            _embeddings[(set.Name, kind, Method.Ridge)] = EmbeddingMatrix.From(ridge, centers.Dimension);
            _embeddings[(set.Name, kind, Method.InfoNce)] = EmbeddingMatrix.From(infoNce, centers.Dimension);
            Console.Error.WriteLine($"{set.Name} {kind}: {watch.Elapsed.TotalSeconds:F0} s");
        }
    }

    private static GramMatrix Sums(QualitySet set, CenterSet centers, int fold)
    {
        var examples = set.Examples(centers, set.Of(fold));
        return GramMatrix.From(examples.Raw, CenterTargets.Of(examples, centers, set.Modality), Training.Gemm);
    }
}
