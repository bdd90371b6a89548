using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>
/// Heads trained without some classes. Fold j of classes (every fifth in the order of the names' hashes) is held out together with fold j of items: the head is
/// trained on items of the other classes in the other folds, against the other classes' centers, and tested on all items of its fold against all classes.
/// </summary>
internal static class ClassesHeldOut
{
    private const int Groups = 5;
    private const int MostTrained = 2000; // pictures of digits
    private const int MostTested = 600;

    public static async Task RunAsync(Report report, LabData data, IReadOnlyList<QualitySet> sets, Bases bases)
    {
        report.Head("set", "centers", "head", "n seen", "n unseen", "seen", "unseen", "harmonic mean", "unseen among unseen");
        var means = new Dictionary<(Centers, string), List<double>>();
        foreach (var set in sets)
            foreach (var kind in Enum.GetValues<Centers>())
            {
                var results = new Dictionary<string, List<(double Right, int N)[]>>();
                var groups = Math.Min(Groups, bases.Of(set, kind).Classes.Count);
                for (var group = 0; group < groups; group++)
                    foreach (var (method, counts) in await GroupAsync(data, set, bases.Of(set, kind), group, groups))
                    {
                        if (!results.TryGetValue(method, out var list))
                            results.Add(method, list = []);
                        list.Add(counts);
                    }
                foreach (var (method, list) in results)
                {
                    double Share(int what) => list.Sum(l => l[what].Right) / list.Sum(l => l[what].N);
                    var (seen, unseen) = (Share(0), Share(1));
                    var harmonic = seen + unseen == 0 ? 0 : 2 * seen * unseen / (seen + unseen);
                    if (!means.TryGetValue((kind, method), out var values))
                        means.Add((kind, method), values = []);
                    values.Add(harmonic);
                    report.Row(set.Name, kind == Centers.Name ? "name" : "LLM", method, $"{list.Sum(l => l[0].N)}", $"{list.Sum(l => l[1].N)}",
                        Report.Percent(seen), Report.Percent(unseen), Report.Percent(harmonic), Report.Percent(Share(2)));
                }
            }
        report.Line();
        foreach (var ((kind, method), values) in means.OrderBy(m => m.Key.Item2, StringComparer.Ordinal))
            report.Line($"- mean harmonic mean over {values.Count} sets, {method}, {(kind == Centers.Name ? "class-name-only" : "LLM-augmented")}: {Report.Percent(values.Average())}");
    }

    // Seen, unseen, unseen among unseen: the number right and of all.
    private static async Task<Dictionary<string, (double Right, int N)[]>> GroupAsync(LabData data, QualitySet set, CenterSet centers, int group, int groups)
    {
        int[] order = [.. Enumerable.Range(0, centers.Classes.Count).OrderBy(c => Folds.Hash("class " + centers.Classes[c]))];
        int[] unseen = [.. order.Where((_, i) => i % groups == group).Order()];
        int[] seen = [.. order.Except(unseen).Order()];
        var (fold, heldOut) = (group % set.Folds, set.HeldOut(group % set.Folds));
        var seenCenters = CenterTargets.Restrict(centers, seen);
        HeadExamples OfSeen(IEnumerable<int> rows) => set.Examples(seenCenters,
            [.. rows.Where(r => seenCenters.IndexOf(set.Items.Items[r].Label) >= 0).OrderBy(r => Folds.Hash(set.Items.Items[r].Id)).Take(MostTrained)]);
        var (train, held) = (OfSeen(set.Without(fold, heldOut)), OfSeen(set.Of(heldOut)));
        GramMatrix Sums(HeadExamples examples) => GramMatrix.From(examples.Raw, CenterTargets.Of(examples, seenCenters, set.Modality), Training.Gemm);
        var (ofTrain, ofAll) = Training.Ridge(set.Modality, Sums(train), Sums(held), held, seenCenters);
        var all = OfSeen(set.Without(fold));
        var trained = await Training.InfoNceAsync(set.Modality, train, ofTrain, held, all, ofAll, seenCenters);

        int[] rows = [.. set.Of(fold).OrderBy(r => Folds.Hash(set.Items.Items[r].Id)).Take(MostTested)];
        var (seenRows, unseenRows) = (rows.Where(r => seenCenters.IndexOf(set.Items.Items[r].Label) >= 0).ToArray(), rows.Where(r => seenCenters.IndexOf(set.Items.Items[r].Label) < 0).ToArray());
        var unseenCenters = CenterTargets.Restrict(centers, unseen);
        var results = new Dictionary<string, (double, int)[]>
        {
            ["ridge"] = await CountsAsync(ofAll, set.Features),
            ["InfoNCE"] = await CountsAsync(trained, set.Features),
        };
        if (set.Knowledge != "digits")
            results["label head"] = await CountsAsync(await ZeroShot.HeadAsync(data, set, centers), set.Scores!);
        return results;

        async Task<(double, int)[]> CountsAsync(Head head, EmbeddingMatrix raw) =>
            [await CountAsync(head, raw, seenRows, centers), await CountAsync(head, raw, unseenRows, centers), await CountAsync(head, raw, unseenRows, unseenCenters)];

        async Task<(double, int)> CountAsync(Head head, EmbeddingMatrix raw, int[] some, CenterSet against) => some.Length == 0
            ? (0, 0)
            : (some.Length * await BenchSpace.AccuracyAsync(against, Training.Rule, head, raw.Take(some), [.. some.Select(r => set.Items.Items[r].Label)]), some.Length);
    }
}
