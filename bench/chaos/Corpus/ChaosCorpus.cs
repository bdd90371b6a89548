using System.Globalization;
using System.Text.Json;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>
/// A corpus for fault runs, the same for the same settings: a third sample items of all seven modalities, the rest generated texts; some contents and
/// some ids are repeated, and a fraction is poison. Beside it lies a listing of its own, one id a line, which the grid never sees.
/// </summary>
/// <param name="Folder">The source of jobs.</param>
/// <param name="Listing">The ids, one a line, repeated ones repeatedly.</param>
internal sealed record ChaosCorpus(string Folder, string Listing)
{
    private const int Seed = 20;

    /// <summary>Makes the corpus, or finds it.</summary>
    public static async Task<ChaosCorpus> MakeAsync(string root, int items, double poison, CancellationToken ct)
    {
        var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"corpus-{items}-{poison}"));
        var corpus = new ChaosCorpus(folder, folder + ".ids");
        if (File.Exists(corpus.Listing))
            return corpus;
        var perClass = Math.Clamp(items / 3 / 70, 1, SampleOptions.MaxPerClass);
        var sample = await SampleCorpus.WriteAsync(Path.Combine(folder, "sample"), new SampleOptions { PerClass = perClass, Seed = Seed }, ct);
        var random = new Random(Seed);
        var lines = new List<(string Id, string Line)>();
        foreach (var line in await File.ReadAllLinesAsync(sample.Manifest, ct))
            lines.Add(Relocated(line));
        for (var i = lines.Count; i < items; i++)
            lines.Add(Text(i, random));
        foreach (var number in Enumerable.Range(0, (int)Math.Round(items * poison)))
            lines[random.Next(lines.Count)] = Poison.Make(folder, number, random);
        lines = [.. lines.OrderBy(_ => random.Next())];
        // An id that the corpus repeats is a dead letter wherever it comes again.
        lines.Add(lines[lines.Count / 2]);
        await File.WriteAllLinesAsync(Path.Combine(folder, "manifest.jsonl"), lines.Select(l => l.Line), ct);
        await File.WriteAllLinesAsync(corpus.Listing, lines.Select(l => l.Id), ct);
        return corpus;
    }

    private static (string Id, string Line) Relocated(string line)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!;
        var changed = fields.ToDictionary(f => f.Key, f => (object)f.Value);
        var uri = fields["uri"].GetString()!;
        changed["uri"] = "sample/" + uri;
        var id = fields.TryGetValue("id", out var own) ? own.GetString()! : uri;
        changed["id"] = id;
        return (id, JsonSerializer.Serialize(changed));
    }

    private static (string Id, string Line) Text(int number, Random random)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"note/{number:D7}");
        // One in twenty repeats the content of others.
        var subject = random.Next(20) == 0 ? random.Next(10) : number + 1000;
        var text = string.Create(CultureInfo.InvariantCulture, $"Note {subject}: {string.Join(' ', Enumerable.Range(0, 5 + subject % 40).Select(w => Words[(subject * 31 + w * 7) % Words.Length]))}.");
        return (id, JsonSerializer.Serialize(new { id, modality = "text", text, labels = new[] { Words[subject % Words.Length] } }));
    }

    private static readonly string[] Words = "river stone glass engine forest copper violin harbour winter lantern market bridge signal orchard thunder pepper mirror tunnel velvet compass".Split(' ');
}
