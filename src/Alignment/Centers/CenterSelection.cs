using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>How the descriptions of a class become the rows of its center.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rows">The most rows of a class; a class with fewer descriptions has fewer.</param>
/// <param name="Relevance">
/// For <see cref="CenterRule.Diverse"/>: the weight of the nearness to the class's mean, against that of the distance to the rows chosen
/// already; 0 is the greedy k-center, 1 is nearness alone.
/// </param>
public sealed record CenterSelection(CenterRule Rule = CenterRule.Medoid, int Rows = CenterSelection.DefaultRows, double Relevance = CenterSelection.DefaultRelevance)
{
    /// <summary>The rows of the released method.</summary>
    public const int DefaultRows = CenterBuildRequest.DefaultRows;

    /// <summary>The most rows that one class may have.</summary>
    public const int MaxRows = 100_000;

    private const double DefaultRelevance = 0.3;

    /// <summary>Reads a rule as users write it: <c>topk</c>, <c>medoid</c>, <c>diverse</c>, <c>diverse:0.7</c> (the relevance), <c>calibrated</c>.</summary>
    /// <exception cref="AlignmentException">There is no such rule, or a number is out of range.</exception>
    public static CenterSelection Parse(string rule, int rows)
    {
        var parts = rule.Split(':', 2);
        var kind = parts[0] switch
        {
            "topk" => CenterRule.TopK,
            "medoid" => CenterRule.Medoid,
            "diverse" => CenterRule.Diverse,
            "calibrated" => CenterRule.Calibrated,
            _ => throw new AlignmentException($"'{rule}' is no rule to select descriptions by; there are topk, medoid, diverse (diverse:0 is k-center) and calibrated."),
        };
        var relevance = DefaultRelevance;
        if (parts.Length == 2 && (kind != CenterRule.Diverse || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out relevance)))
            throw new AlignmentException($"'{rule}' is not understood; only diverse takes a number, as in diverse:0.7.");
        var selection = new CenterSelection(kind, rows, relevance);
        selection.Validate();
        return selection;
    }

    /// <summary>As it stands in the lineage: <c>medoid 50</c>, <c>diverse:0.7 50</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rule.ToString().ToLowerInvariant()}{(Rule == CenterRule.Diverse && Relevance != DefaultRelevance ? $":{Relevance.ToString(CultureInfo.InvariantCulture)}" : "")} {Rows}");

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="AlignmentException">One is out of range.</exception>
    internal void Validate()
    {
        if (Rows is < 1 or > MaxRows)
            throw new AlignmentException($"A center of {Rows} rows cannot be built; ask for 1 to {MaxRows:N0}.");
        if (!(Relevance is >= 0 and <= 1))
            throw new AlignmentException($"The relevance of the rule diverse is {Relevance.ToString(CultureInfo.InvariantCulture)}; it goes from 0 to 1.");
    }
}
