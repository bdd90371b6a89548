using System.Globalization;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Bench.Quality;

/// <summary>Trains heads on the training split alone: one rule for all sets.</summary>
internal static class Training
{
    /// <summary>How classes are scored while settings are chosen, and by default.</summary>
    public static readonly ScoreRule Rule = ScoreRule.Default;

    public static readonly HeadTrainingOptions InfoNce = new()
    {
        Temperature = 0.03,
        ScoreBeta = Rule.Beta,
        LearningRate = 1e-3,
        WeightDecay = 0.01,
        Batch = 128,
        Steps = 120,
        WarmUpSteps = 10,
        EvaluateEvery = 10,
        Start = HeadStart.Given,
        Seed = 1234,
    };

    private const int MostHeldOut = 600; // pictures of digits: more make a choice slower, not better

    public static Gemm Gemm { get; } = new(2);

    /// <summary>Five of the library's grid: 0.001, 0.01, 0.1, 1 and 3 times the mean variance of a raw value.</summary>
    public static IReadOnlyList<double> Lambdas(GramMatrix gram)
    {
        var grid = RidgeSolver.Grid(gram);
        return [grid[1], grid[2], grid[4], grid[6], grid[7]];
    }

    /// <summary>Ridge: lambda chosen on the held-out part, then solved on all of the split, which is the sum of both parts' matrices.</summary>
    public static (Head OfTrain, Head OfAll) Ridge(Modality modality, GramMatrix train, GramMatrix heldOutSums, HeadExamples heldOut, CenterSet centers)
    {
        var chosen = RidgeSolver.Select(train, modality, Lambdas(train), Some(heldOut), centers, Gemm, rule: Rule);
        var lambda = double.Parse(chosen.Origin.Settings["lambda"], CultureInfo.InvariantCulture);
        return (chosen, RidgeSolver.Solve(train.Plus(heldOutSums), modality, lambda, Gemm));
    }

    /// <summary>InfoNCE: the number of steps chosen on the held-out part, then trained for as many on all of the split.</summary>
    public static async Task<Head> InfoNceAsync(Modality modality, HeadExamples train, Head start, HeadExamples heldOut, HeadExamples all, Head startOfAll, CenterSet centers)
    {
        var trainer = new HeadTrainer(Gemm);
        var chosen = await trainer.TrainAsync(new HeadTrainingData { Modality = modality, Train = train, HeldOut = Some(heldOut), Centers = centers, Start = start }, InfoNce);
        if (chosen.BestStep == 0)
            return startOfAll;
        var options = InfoNce with { Steps = chosen.BestStep, EvaluateEvery = chosen.BestStep };
        return (await trainer.TrainAsync(new HeadTrainingData { Modality = modality, Train = all, Centers = centers, Start = startOfAll }, options)).Head;
    }

    private static HeadExamples Some(HeadExamples examples) => examples.Count <= MostHeldOut ? examples : examples.Take([.. Enumerable.Range(0, MostHeldOut)]);
}
