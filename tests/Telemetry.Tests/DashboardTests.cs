using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using UniBind.Grid.Testing;
using YamlDotNet.Serialization;

namespace UniBind.Grid.Telemetry.Tests;

public sealed partial class DashboardTests(ServingGrid grid)
{
    /// <summary>What PromQL itself has.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "sum", "avg", "min", "max", "by", "rate", "increase", "histogram_quantile", "clamp_min", "or", "vector", "le", "__rate_interval", "job",
    };

    /// <summary>What Prometheus itself makes.</summary>
    private const string Up = "up";

    [Fact]
    public void Dashboard_EachPanel_HasItsPlaceAndAsksForMetricsThatExist()
    {
        using var json = JsonDocument.Parse(Repository.Read("deploy", "grafana", "dashboards", "unibind.json"));
        var root = json.RootElement;
        Assert.True(root.GetProperty("schemaVersion").GetInt32() >= 36);
        Assert.Equal("datasource", root.GetProperty("templating").GetProperty("list")[0].GetProperty("type").GetString());
        var taken = new HashSet<(int, int)>();
        var ids = new HashSet<int>();
        foreach (var panel in root.GetProperty("panels").EnumerateArray())
        {
            Assert.True(ids.Add(panel.GetProperty("id").GetInt32()));
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            var place = panel.GetProperty("gridPos");
            var (x, y, w, h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.True(x + w <= 24);
            for (var i = x; i < x + w; i++)
                for (var j = y; j < y + h; j++)
                    Assert.True(taken.Add((i, j)), $"panel {panel.GetProperty("title")} lies on another");
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                RequireKnown(target.GetProperty("expr").GetString()!);
        }
    }

    [Fact]
    public void Alerts_EachRule_SaysWhatItIsAndAsksForMetricsThatExist()
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(Repository.Read("deploy", "prometheus", "rules", "alerts.yml"));
        var rules = file["groups"].SelectMany(group => (List<object>)group["rules"]).Cast<Dictionary<object, object>>().ToArray();
        Assert.True(rules.Length >= 8);
        var document = Repository.Read("docs", "telemetry.md");
        foreach (var rule in rules)
        {
            Assert.Contains($"| {rule["alert"]} |", document, StringComparison.Ordinal);
            Assert.True(((Dictionary<object, object>)rule["annotations"]).ContainsKey("summary"));
            Assert.True(((Dictionary<object, object>)rule["labels"]).ContainsKey("severity"));
            RequireKnown((string)rule["expr"]);
        }
    }

    [Fact]
    public async Task Alerts_Promtool_AcceptsThem()
    {
        using var check = Process.Start(new ProcessStartInfo(Tools.Require("promtool"), ["check", "rules", Repository.PathOf("deploy", "prometheus", "rules", "alerts.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = await check.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await check.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(check.ExitCode == 0, output);
    }

    [Theory]
    [InlineData("sum(unibind_no_such_metric)")]
    [InlineData("sum(unibind_jobs")]
    public void RequireKnown_WrongExpression_IsFound(string expression) => Assert.ThrowsAny<Exception>(() => RequireKnown(expression));

    /// <summary>Balanced brackets, and no name that neither a scrape showed nor the code declares.</summary>
    private void RequireKnown(string expression)
    {
        var open = new Stack<char>();
        foreach (var c in Text().Replace(expression, ""))
        {
            if (c is '(' or '[' or '{')
                open.Push(c);
            else if (c is ')' or ']' or '}')
                Assert.True(open.TryPop(out var opened) && (opened, c) is ('(', ')') or ('[', ']') or ('{', '}'), expression);
        }
        Assert.Empty(open);
        // Labels stand within braces, and behind "by"; durations within square brackets.
        var names = Name().Matches(Labels().Replace(Text().Replace(expression, ""), " ")).Select(m => m.Value).Where(n => !Words.Contains(n)).ToArray();
        Assert.NotEmpty(names);
        foreach (var name in names)
            Assert.True(name == Up || grid.After.Names.Contains(name) || IsDeclared(name), $"'{name}' in '{expression}' is no metric that /metrics shows");
    }

    private static bool IsDeclared(string name) => Declared.Instruments.Values.Select(Declared.InPrometheus).Any(d => name == d || name == d + "_bucket" || name == d + "_sum" || name == d + "_count");

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_:][\w:]*")]
    private static partial Regex Name();
}
