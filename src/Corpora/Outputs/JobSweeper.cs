namespace UniBind.Grid.Corpora;

/// <summary>Removes what killed attempts left: everything that no commit point names.</summary>
internal static class JobSweeper
{
    /// <summary>The files whose temporaries may be left; nothing else in the folder is touched.</summary>
    private static readonly string[] Names = ["_job.json", "_manifest.json", "_ledger.json", "_report.json", "_SUCCESS", "errors.jsonl"];

    public static void Sweep(JobFolder folder)
    {
        Delete(folder.Attempts);
        Delete(folder.PlanScratch);
        foreach (var building in Directory.EnumerateDirectories(folder.Plan, $"{JobFolder.BuildingPrefix}*"))
            Delete(building);
        foreach (var temporary in Names.SelectMany(name => Directory.EnumerateFiles(folder.Root, $".{name}.*")))
            DurableFile.Discard(temporary);
        SweepArrays(folder);
    }

    /// <summary>Arrays and rows of attempts that never reached their commit point.</summary>
    private static void SweepArrays(JobFolder folder)
    {
        foreach (var shard in PartFiles.Shards(folder.Root, ".json"))
        {
            using var stream = File.OpenRead(folder.Part(shard, ".json"));
            var part = System.Text.Json.JsonSerializer.Deserialize<NpyPart>(stream, CorporaJson.Options)!;
            foreach (var path in Directory.EnumerateFiles(folder.Root, $"part-{shard}.*"))
            {
                var name = Path.GetFileName(path);
                if (name != part.Rows.Name && name != part.Embeddings.Name && name != $"part-{shard}.json")
                    DurableFile.Discard(path);
            }
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A late attempt is writing into it; what it leaves is garbage, not part of the output.
        }
    }
}
