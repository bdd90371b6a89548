namespace UniBind.Grid.Alignment;

/// <summary>How the logits of a class's K rows become the class's: z = factor (ln sum exp l), less factor ln K where it is a mean.</summary>
/// <param name="Factor">1/(temperature beta), where the rows' logits are cosines times beta.</param>
/// <param name="IsMean">Whether K is divided by, as <see cref="ScoreRule"/> does.</param>
internal readonly record struct ClassLogit(double Factor, bool IsMean)
{
    /// <summary>The log-sum-exp itself.</summary>
    public static ClassLogit Sum { get; } = new(1, false);

    /// <summary>The class's logit; minus infinity for a class without rows.</summary>
    /// <param name="sum">ln sum exp over its rows.</param>
    /// <param name="rows">How many they are.</param>
    public double Of(double sum, int rows) => rows == 0 ? double.NegativeInfinity : Factor * (IsMean ? sum - Math.Log(rows) : sum);
}
