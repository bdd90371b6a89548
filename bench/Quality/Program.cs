using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Bench.Quality;
using UniBind.Grid.Encoding;
using UniBind.Grid.Testing;

var cache = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "unibind-quality");
Directory.CreateDirectory(cache);
await using var features = new EncoderHost(EncoderPack.Load(LabPack.Build(Path.Combine(cache, "pack-lab"))), new EncoderHostOptions(), NullLoggerFactory.Instance);
await using var scores = new EncoderHost(EncoderPack.Load(LabPack.BuildScores(Path.Combine(cache, "pack-scores"))), new EncoderHostOptions(), NullLoggerFactory.Instance);
var raw = new RawCache(cache, features);
var probabilities = new RawCache(cache, scores);
foreach (var set in LabSets.All().Reverse())
{
    await raw.GetAsync(set);
    if (!set.Name.StartsWith("digits", StringComparison.Ordinal))
        await probabilities.GetAsync(set);
    File.WriteAllText(Path.Combine(cache, set.Name + ".json"), JsonSerializer.Serialize(set.Items.Select(i => new[] { i.Id, i.Label, i.Unit })));
}
