using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>The settings of InfoNCE training. Defaults follow section 6.6 of the method, with the temperature it calls practical.</summary>
public sealed record HeadTrainingOptions
{
    /// <summary>What items are pulled towards.</summary>
    public HeadTarget Target { get; init; } = HeadTarget.Centers;

    /// <summary>Cosines are divided by it; 1 is the released method's. 0.01 to 100.</summary>
    public double Temperature { get; init; } = 0.07;

    /// <summary>
    /// The sharpness of the log-sum-exp by which a class's rows become its score, (1/beta) ln((1/K) sum exp(beta cos)), before the score is divided by the
    /// temperature: that of the space's <see cref="ScoreRule"/>, so that training and classification mean the same. Held-out accuracy is then measured
    /// by the same rule. 0 for ln sum exp(cos / temperature), without a mean over rows, and accuracy by the nearest row. Up to 1000.
    /// </summary>
    public double ScoreBeta { get; init; }

    /// <summary>Whether the mean is taken with the other direction: from the target to the items of the batch.</summary>
    public bool Symmetric { get; init; }

    /// <summary>Whether items of the batch that share an item's class are left out of its negatives. Against centers only the symmetric direction has such negatives.</summary>
    public bool SameClassMask { get; init; }

    /// <summary>The greatest learning rate.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>The decoupled weight decay, on W and b.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The greatest length of the whole gradient; 0 for no limit.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>How the learning rate falls.</summary>
    public HeadSchedule Schedule { get; init; } = HeadSchedule.Cosine;

    /// <summary>The steps over which the learning rate rises.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The most items of a step. An epoch is cut into batches of nearly equal size.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>How often every item is seen.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>The number of steps, in place of <see cref="Epochs"/>; 0 for none.</summary>
    public int Steps { get; init; }

    /// <summary>Whether the head has a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Where the training starts.</summary>
    public HeadStart Start { get; init; } = HeadStart.Ridge;

    /// <summary>The lambda of the ridge start; 0 chooses one on the held-out items, or the mean variance of a raw value without them.</summary>
    public double RidgeLambda { get; init; }

    /// <summary>The steps between two measurements on the held-out items; 0 for one an epoch.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Training ends after so many measurements without a better one; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>The steps between two checkpoints; 0 for none.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>The seed of the order of items.</summary>
    public ulong Seed { get; init; } = 1234;

    /// <summary>Refuses settings that cannot be.</summary>
    /// <exception cref="AlignmentException">One is out of its range, or the run would have no step.</exception>
    public void Validate()
    {
        Require(nameof(Temperature), Temperature, 0.01, 100);
        Require(nameof(ScoreBeta), ScoreBeta, 0, 1000);
        Require(nameof(LearningRate), LearningRate, 1e-12, 100);
        Require(nameof(WeightDecay), WeightDecay, 0, 10);
        Require(nameof(Beta1), Beta1, 0, 0.999999);
        Require(nameof(Beta2), Beta2, 0, 0.99999999);
        Require(nameof(Epsilon), Epsilon, 1e-30, 1);
        Require(nameof(ClipNorm), ClipNorm, 0, 1e9);
        Require(nameof(RidgeLambda), RidgeLambda, 0, 1e30);
        Require(nameof(Batch), Batch, 2, 1 << 16);
        Require(nameof(Epochs), Epochs, 0, 1_000_000);
        Require(nameof(Steps), Steps, 0, 100_000_000);
        Require(nameof(WarmUpSteps), WarmUpSteps, 0, 100_000_000);
        Require(nameof(EvaluateEvery), EvaluateEvery, 0, 100_000_000);
        Require(nameof(Patience), Patience, 0, 1_000_000);
        Require(nameof(CheckpointEvery), CheckpointEvery, 0, 100_000_000);
        if (!Enum.IsDefined(Target) || !Enum.IsDefined(Start) || !Enum.IsDefined(Schedule))
            throw new AlignmentException("The training's target, start or schedule is none that there is.");
        if (Steps == 0 && Epochs == 0)
            throw new AlignmentException("The training has zero steps, so that it would train nothing; give steps or epochs.");
    }

    /// <summary>How held-out items are scored; null for the nearest row.</summary>
    internal ScoreRule? Rule => ScoreBeta > 0 ? new ScoreRule(ScoreKind.LogSumExp, ScoreBeta) : null;

    private static void Require(string name, double value, double least, double greatest)
    {
        if (!(value >= least && value <= greatest))
            throw new AlignmentException(string.Create(CultureInfo.InvariantCulture, $"The training's {name} is {value}; it must be {least} to {greatest}."));
    }
}
