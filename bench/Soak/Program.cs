using System.Globalization;
using UniBind.Grid.Bench.Soak;

// Usage: Soak [--minutes M] [--per-class N] [--allow MiB]
// Mixed load against a grid in this process; prints medians of the first and the last tenth after the warm-up for docs/results.md.
// Exit code 1 when managed heap or resident memory grew by more than allowed.
var minutes = Option("--minutes", 30);
var perClass = (int)Option("--per-class", 12);
var allow = Option("--allow", 64);
var root = Directory.CreateTempSubdirectory("unibind-soak-").FullName;
try
{
    var result = await new SoakRun(root, Console.Out).RunAsync(TimeSpan.FromMinutes(minutes), perClass);
    var managed = (result.Last.Managed - result.First.Managed) / 1048576.0;
    var resident = (result.Last.Resident - result.First.Resident) / 1048576.0;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{minutes} min, {result.Jobs} jobs, {result.Embedded} items embedded, {result.DeadLettered} dead letters, {result.Online} online items, {result.Refused} refused, {result.Samples.Count} samples"));
    Console.WriteLine($"first tenth  {result.First}");
    Console.WriteLine($"last tenth   {result.Last}");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"growth       managed {managed:F1} MiB, resident {resident:F1} MiB (allowed {allow:F0} each)"));
    return managed > allow || resident > allow ? 1 : 0;
}
finally
{
    Directory.Delete(root, recursive: true);
}

double Option(string name, double fallback) =>
    Array.IndexOf(args, name) is var i && i >= 0 ? double.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
