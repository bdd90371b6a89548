using System.Globalization;
using UniBind.Grid.Corpora.Bench;

// dotnet run -c Release --project bench/Corpora [-- items]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

await PlanBench.RunAsync(items: args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000);
await PartBench.RunAsync(rows: 20_000, dimension: 256);
await PartBench.RunAsync(rows: 20_000, dimension: 8);
