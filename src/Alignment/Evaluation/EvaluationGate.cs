using System.Globalization;

namespace UniBind.Grid.Alignment;

/// <summary>A condition under which a pipeline fails: <c>worst&lt;0.6</c>, <c>image.top1&lt;0.7</c>, <c>audio-&gt;image.r1&lt;=0.5</c>.</summary>
public sealed record EvaluationGate
{
    private EvaluationGate(string text, string metric, string comparison, double limit) =>
        (Text, Metric, Comparison, Limit) = (text, metric, comparison, limit);

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>The name of the metric.</summary>
    public string Metric { get; }

    /// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>.</summary>
    public string Comparison { get; }

    /// <summary>The number that the metric is compared with.</summary>
    public double Limit { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="AlignmentException">It is none.</exception>
    public static EvaluationGate Parse(string text)
    {
        // The last sign is the comparison: names of pairs have one of their own, "audio->image.r1".
        var at = text.LastIndexOfAny(['<', '>']);
        var orEqual = at >= 0 && at + 1 < text.Length && text[at + 1] == '=';
        var name = at < 0 ? "" : text[..at].Trim();
        if (name.Length == 0 || !double.TryParse(text[(at + (orEqual ? 2 : 1))..], NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit))
            throw new AlignmentException($"'{text}' is no condition; write a metric, <, <=, > or >=, and a number, for example \"worst<0.6\".");
        return new EvaluationGate(text.Trim(), name, text[at] + (orEqual ? "=" : ""), limit);
    }

    /// <summary>Whether the condition holds, that is, the pipeline is to fail.</summary>
    /// <exception cref="AlignmentException">No metric of the name was measured; the message lists those that were.</exception>
    public bool Holds(IReadOnlyList<Metric> metrics)
    {
        var value = (metrics.FirstOrDefault(m => m.Name == Metric)
            ?? throw new AlignmentException($"No metric '{Metric}' was measured; there are: {string.Join(", ", metrics.Select(m => m.Name))}.")).Value;
        return Comparison switch
        {
            "<" => value < Limit,
            "<=" => value <= Limit,
            ">" => value > Limit,
            _ => value >= Limit,
        };
    }
}
