using System.Text.RegularExpressions;

namespace UniBind.Grid.Telemetry.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void Table_OfTheDocument_ListsTheDeclaredInstruments()
    {
        var rows = Row().Matches(Repository.Read("docs", "telemetry.md")).ToDictionary(m => m.Groups[1].Value, m => (Prometheus: m.Groups[2].Value, Kind: m.Groups[3].Value, Unit: m.Groups[4].Value));
        Assert.Equal(Declared.Instruments.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, instrument) in Declared.Instruments)
        {
            Assert.Equal(Declared.InPrometheus(instrument), rows[name].Prometheus);
            Assert.Equal(instrument.Unit, rows[name].Unit);
            var kind = instrument.GetType().Name;
            Assert.Equal(kind.StartsWith("Counter", StringComparison.Ordinal) ? "counter" : kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : "gauge", rows[name].Kind);
            Assert.False(string.IsNullOrEmpty(instrument.Description), name);
        }
    }

    [GeneratedRegex(@"^\| `([a-z_.]+)` \| `([a-z_]+)` \| (\w+) \| (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
