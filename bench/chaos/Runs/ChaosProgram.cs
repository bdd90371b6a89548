using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Runs the seeds one after another and prints the table.</summary>
internal static class ChaosProgram
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>0 when every run that was hit survived.</returns>
    public static async Task<int> RunAsync(ChaosOptions options, CancellationToken ct)
    {
        Directory.CreateDirectory(options.Folder);
        IReadOnlyList<Schedule> schedules = options.Replay is { } file
            ? [Schedule.Read(file)]
            : [.. options.Seeds.Select(seed => ScheduleMaker.Make(seed, options.Faults, options.Items, options.Store, options.Encoders, options.Coordinators))];
        var references = new Dictionary<(double Poison, int Items), (ChaosCorpus Corpus, string Folder, int Parts)>();
        var results = new List<RunResult>();
        foreach (var schedule in schedules)
        {
            if (!references.TryGetValue((schedule.Poison, schedule.Items), out var reference))
                references[(schedule.Poison, schedule.Items)] = reference = await ReferenceAsync(options, schedule, ct);
            Console.WriteLine($"seed {schedule.Seed}: {string.Join(", ", schedule.Injections.Select(i => i.Describe()))}; poison {schedule.Poison:P1}, {schedule.Store}");
            var folder = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"seed-{schedule.Seed}"));
            var result = await new ChaosRun(options, schedule, reference.Corpus, folder).RunAsync(reference.Folder, reference.Parts, ct);
            results.Add(result);
            File.AppendAllText(Path.Combine(options.Folder, "results.jsonl"), JsonSerializer.Serialize(result, Json) + "\n");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {(result.Skipped is { } why ? "skipped: " + why : result.Survived ? "survived" : "FAILED")} after {result.Time.TotalSeconds:0.0} s, {result.Injected.Count} of {schedule.Injections.Count} hit, redone {100 * result.Redone ?? double.NaN:0.0} %, first progress {string.Join(' ', result.FirstProgress.Select(t => t.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)))}; {result.Note}"));
            if (result.Survived && !options.Keep)
                Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine();
        Console.WriteLine(ResultTable.Of(results));
        return results.All(r => r.Survived || r.Skipped is not null) ? 0 : 1;
    }

    private static async Task<(ChaosCorpus Corpus, string Folder, int Parts)> ReferenceAsync(ChaosOptions options, Schedule schedule, CancellationToken ct)
    {
        var corpus = await ChaosCorpus.MakeAsync(options.Folder, schedule.Items, schedule.Poison, ct);
        var quiet = schedule with { Injections = [], Store = "local" };
        var folder = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"reference-{schedule.Items}-{schedule.Poison}"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Limit);
        var (output, parts) = await new ChaosRun(options, quiet, corpus, folder).RunReferenceAsync(limit.Token);
        Console.WriteLine($"reference: {schedule.Items} items, poison {schedule.Poison:P1}, {parts} parts in {output}");
        return (corpus, output, parts);
    }
}
