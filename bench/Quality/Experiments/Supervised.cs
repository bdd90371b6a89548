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
internal sealed class Supervised(Bases bases, bool centred = true, bool infoNce = true)
{
    private readonly Dictionary<(string Set, Centers Kind, Method Method), EmbeddingMatrix> _embeddings = [];
    private readonly Dictionary<(string Set, Centers Kind), GramMatrix[]> _sums = [];

    public EmbeddingMatrix Of(QualitySet set, Centers kind, Method method) => _embeddings[(set.Title, kind, method)];

    /// <summary>Trains the heads of a set.</summary>
    public async Task RunAsync(QualitySet set, params Centers[] kinds)
    {
        foreach (var kind in kinds.Length > 0 ? kinds : Enum.GetValues<Centers>())
        {
            var watch = Stopwatch.StartNew();
            var centers = bases.Of(set, kind);
            var sums = Sums(set, kind);
            var others = set.Helper is null ? null : Sums(set.Helper, kind);
            var (ridge, contrastive) = (new float[set.Fold.Length][], new float[set.Fold.Length][]);
            for (var fold = 0; fold < set.Folds; fold++)
            {
                var heldOut = set.HeldOut(fold);
                var train = GramMatrix.Sum(Enumerable.Range(0, set.Folds).Where(f => f != fold && f != heldOut).SelectMany(f => others is null ? [sums[f]] : new[] { sums[f], others[f] }));
                var held = set.Examples(centers, set.Of(heldOut));
                var (ofTrain, ofAll) = Training.Ridge(set.Modality, train, others is null ? sums[heldOut] : sums[heldOut].Plus(others[heldOut]), held, centers);
                var trained = !infoNce ? ofAll : await Training.InfoNceAsync(set.Modality, set.Examples(centers, set.Without(fold, heldOut)), ofTrain, held, set.Examples(centers, set.Without(fold)), ofAll, centers);
                var rows = set.Of(fold);
                var raw = set.Features.Take(rows);
                foreach (var (head, to) in infoNce ? new[] { (ofAll, ridge), (trained, contrastive) } : [(ofAll, ridge)])
                {
                    var projected = await BenchSpace.ProjectAsync(centers, head, raw);
                    for (var i = 0; i < rows.Length; i++)
                        to[rows[i]] = projected.Row(i).ToArray();
                }
            }
            _embeddings[(set.Title, kind, Method.Ridge)] = EmbeddingMatrix.From(ridge, centers.Dimension);
            if (infoNce)
                _embeddings[(set.Title, kind, Method.InfoNce)] = EmbeddingMatrix.From(contrastive, centers.Dimension);
            Console.Error.WriteLine($"{set.Title} {kind}: {watch.Elapsed.TotalSeconds:F0} s");
        }
    }

    private GramMatrix[] Sums(QualitySet set, Centers kind)
    {
        if (!_sums.TryGetValue((set.Items.Name, kind), out var sums))
            _sums.Add((set.Items.Name, kind), sums = [.. Enumerable.Range(0, set.Folds).Select(fold => Sums(set, bases.Of(set, kind), fold))]);
        return sums;
    }

    private GramMatrix Sums(QualitySet set, CenterSet centers, int fold)
    {
        var examples = set.Examples(centers, set.Of(fold));
        return GramMatrix.From(examples.Raw, CenterTargets.Of(examples, centers, set.Modality, centred), Training.Gemm);
    }
}
