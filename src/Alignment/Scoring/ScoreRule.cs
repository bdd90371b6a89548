using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>How the similarities of a class's rows become the class's score. Source: section 1.4 of the method.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Beta">The sharpness of <see cref="ScoreKind.LogSumExp"/>: (1/beta) ln((1/K) sum exp(beta s)).</param>
/// <param name="Top">The number of rows of <see cref="ScoreKind.TopMean"/>; a class with fewer rows takes all.</param>
public sealed record ScoreRule(ScoreKind Kind = ScoreKind.Max, double Beta = 1000, int Top = 5)
{
    /// <summary>
    /// The rule that spaces are published with where none is asked for: log-sum-exp with beta 10. With dozens of descriptions a class and a small text encoder the
    /// greatest similarity is often a stray sentence's; docs/results.md compares the rules.
    /// </summary>
    public static ScoreRule Default { get; } = Parse(PublishRequest.DefaultScore);

    /// <summary>Reads a rule as users write it: <c>max</c>, <c>mean</c>, <c>lse</c> or <c>lse:50</c> (beta), <c>topmean</c> or <c>topmean:3</c> (rows).</summary>
    /// <exception cref="AlignmentException">There is no such rule, or its number is out of range.</exception>
    public static ScoreRule Parse(string text)
    {
        var parts = text.Split(':', 2);
        var number = double.NaN;
        if (parts.Length == 2 && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            throw new AlignmentException($"'{text}' is not understood; the part after the colon is a number, as in lse:50 or topmean:3.");
        var rule = (parts[0], parts.Length) switch
        {
            ("max", 1) => new ScoreRule(),
            ("mean", 1) => new ScoreRule(ScoreKind.Mean),
            ("lse", 1) => new ScoreRule(ScoreKind.LogSumExp),
            ("lse", _) => new ScoreRule(ScoreKind.LogSumExp, Beta: number),
            ("topmean", 1) => new ScoreRule(ScoreKind.TopMean),
            ("topmean", _) => new ScoreRule(ScoreKind.TopMean, Top: number is >= 1 and <= int.MaxValue && number == Math.Floor(number) ? (int)number : 0),
            _ => throw new AlignmentException($"'{text}' is no rule to score classes by; there are max, mean, lse, lse:50 (beta), topmean and topmean:3 (rows)."),
        };
        rule.Validate();
        return rule;
    }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="AlignmentException">One is out of range.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(Kind))
            throw new AlignmentException($"There is no rule {(int)Kind} to score classes by.");
        if (!(Beta > 0 && double.IsFinite(Beta)))
            throw new AlignmentException($"The sharpness (beta) of the score is {FormattableString.Invariant($"{Beta}")}; it must be greater than 0.");
        if (Top < 1)
            throw new AlignmentException($"The score is to be the mean of the {Top} greatest similarities; take 1 or more.");
    }

    /// <summary>The score of a class.</summary>
    /// <param name="similarities">Those of its rows, at least one; changed by <see cref="ScoreKind.TopMean"/>.</param>
    /// <param name="greatest">The greatest of them.</param>
    internal float Score(Span<float> similarities, float greatest)
    {
        switch (Kind)
        {
            case ScoreKind.LogSumExp:
                // Less the greatest, so that no exponent overflows.
                var sum = 0.0;
                foreach (var similarity in similarities)
                    sum += Math.Exp(Beta * (similarity - greatest));
                return (float)(greatest + (Math.Log(sum / similarities.Length) / Beta));
            case ScoreKind.TopMean when Top < similarities.Length:
                similarities.Sort();
                return Mean(similarities[^Top..]);
            case ScoreKind.TopMean:
            case ScoreKind.Mean:
                return Mean(similarities);
            default:
                return greatest;
        }
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return (float)(sum / values.Length);
    }
}
