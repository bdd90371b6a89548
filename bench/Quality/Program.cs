using System.Diagnostics;
using UniBind.Grid.Bench.Quality;

// Usage: CACHE [REPORT.md] [parts...]: zeroshot supervised shots heldout digits ablation; events (the events of digits alone); all parts when none is named.
var watch = Stopwatch.StartNew();
var cache = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "unibind-quality");
var parts = args.Skip(2).ToArray();
var report = new Report();
await using var data = new LabData(cache);
var sets = await data.LoadAsync();
var bases = await Bases.LoadAsync(data, sets.Select(s => s.Knowledge));
if (Has("zeroshot"))
    await ZeroShot.RunAsync(report, data, sets, bases);
var supervised = new Supervised(bases);
if (Has("supervised") || Has("digits") || parts.Contains("events"))
{
    QualitySet helped = sets.Single(s => s.Name == "digits-event") with { Helper = sets.Single(s => s.Name == "digits-image") };
    QualitySet[] trained = [.. sets.Where(s => Has("supervised") || (Has("digits") && s.Knowledge == "digits")), helped];
    foreach (var set in trained)
        await supervised.RunAsync(set);
    SupervisedReport.Write(report, trained, bases, supervised);
}
if (Has("digits"))
    await DigitSpace.RunAsync(report, data, sets, bases, supervised);
if (Has("shots"))
    await Shots.RunAsync(report, data, sets, bases);
if (Has("heldout"))
    await ClassesHeldOut.RunAsync(report, data, sets, bases);
if (Has("ablation"))
    await Ablation.RunAsync(report, sets, bases);
report.Line();
report.Line($"Run time {watch.Elapsed.TotalMinutes:F1} min, processor time {Environment.CpuUsage.TotalTime.TotalMinutes:F1} min.");
if (args.Length > 1)
    report.Save(args[1]);

bool Has(string part) => parts.Length == 0 || parts.Contains(part);
