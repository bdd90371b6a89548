using System.Globalization;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Telemetry.Tests;

/// <summary>What a /metrics endpoint said, in the text format of Prometheus.</summary>
public sealed partial class Scrape
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    public string Text { get; private init; } = "";

    /// <summary>The names of all samples, those of histograms with their endings.</summary>
    public IReadOnlySet<string> Names => _samples.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The labels of all samples of a name.</summary>
    public IEnumerable<string> LabelsOf(string name) => _samples.Where(s => s.Name == name).Select(s => s.Labels);

    public static Scrape Parse(string text)
    {
        var scrape = new Scrape { Text = text };
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            var match = Sample().Match(line);
            Assert.True(match.Success, line);
            var number = match.Groups[3].Value;
            var value = number is "+Inf" ? double.PositiveInfinity : number is "NaN" ? double.NaN : double.Parse(number, CultureInfo.InvariantCulture);
            scrape._samples.Add((match.Groups[1].Value, match.Groups[2].Value, value));
        }
        return scrape;
    }

    /// <summary>The sum over all samples of a name that have all the labels; 0 when there is none.</summary>
    public double Sum(string name, params string[] labels) =>
        _samples.Where(s => s.Name == name && labels.All(l => s.Labels.Contains(l, StringComparison.Ordinal))).Sum(s => s.Value);

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)(?: \d+)?$""")]
    private static partial Regex Sample();
}
