using System.Globalization;

namespace UniBind.Grid.Bench.Serve;

/// <summary>What a server's own metrics say of its text encoder.</summary>
/// <param name="Texts">Texts that went through the model.</param>
/// <param name="Runs">Runs of it.</param>
/// <param name="RunSeconds">The time within them.</param>
/// <param name="PreprocessSeconds">The time that texts were tokenized.</param>
/// <param name="Padding">Input elements that were padding.</param>
/// <param name="Elements">Those that were not.</param>
internal sealed record Scrape(double Texts, double Runs, double RunSeconds, double PreprocessSeconds, double Padding, double Elements)
{
    public static async Task<Scrape> ReadAsync(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        var lines = (await http.GetStringAsync("metrics")).Split('\n').Where(l => l.Contains("modality=\"text\"", StringComparison.Ordinal)).ToArray();
        double Sum(string name, string label = "") => lines.Where(l => l.StartsWith(name + "{", StringComparison.Ordinal) && l.Contains(label, StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
        return new Scrape(
            Sum("unibind_batch_size_sum"), Sum("unibind_run_duration_seconds_count"), Sum("unibind_run_duration_seconds_sum"),
            Sum("unibind_preprocess_duration_seconds_sum"), Sum("unibind_run_elements_total", "padding=\"true\""), Sum("unibind_run_elements_total", "padding=\"false\""));
    }

    public string Since(Scrape before) => string.Create(CultureInfo.InvariantCulture,
        $"a text: {(RunSeconds - before.RunSeconds) / (Texts - before.Texts) * 1000:0.00} ms in Runs of {(Texts - before.Texts) / (Runs - before.Runs):0.0} texts, {(PreprocessSeconds - before.PreprocessSeconds) / (Texts - before.Texts) * 1000:0.00} ms of tokenizing, {(Padding - before.Padding) / (Padding - before.Padding + Elements - before.Elements):P0} padding");
}
