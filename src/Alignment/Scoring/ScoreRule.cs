namespace UniBind.Grid.Alignment;

/// <summary>How the similarities of a class's rows become the class's score. Source: section 1.4 of the method.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Beta">The sharpness of <see cref="ScoreKind.LogSumExp"/>: (1/beta) ln((1/K) sum exp(beta s)).</param>
/// <param name="Top">The number of rows of <see cref="ScoreKind.TopMean"/>.</param>
public sealed record ScoreRule(ScoreKind Kind = ScoreKind.Max, double Beta = 1000, int Top = 5);
