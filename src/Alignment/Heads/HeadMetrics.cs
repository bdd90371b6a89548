namespace UniBind.Grid.Alignment;

/// <summary>How well a head does on items.</summary>
/// <param name="Accuracy">The share of items with a class whose nearest center row is one of that class; null when no item has one.</param>
/// <param name="Loss">The mean InfoNCE loss: against the classes' rows where there are classes, else each caption against all others; null when the items have neither.</param>
public sealed record HeadMetrics(double? Accuracy, double? Loss)
{
    /// <summary>Whether these are better: the greater accuracy, and between equal ones the smaller loss.</summary>
    public bool BetterThan(HeadMetrics other) =>
        Accuracy != other.Accuracy ? (Accuracy ?? -1) > (other.Accuracy ?? -1) : (Loss ?? double.MaxValue) < (other.Loss ?? double.MaxValue);

    /// <summary>The values by name, as <see cref="HeadOrigin.Metrics"/> holds them.</summary>
    public IReadOnlyDictionary<string, double> ByName(string prefix = "")
    {
        var values = new Dictionary<string, double>();
        if (Accuracy is { } accuracy)
            values[prefix + "accuracy"] = accuracy;
        if (Loss is { } loss)
            values[prefix + "loss"] = loss;
        return values;
    }
}
