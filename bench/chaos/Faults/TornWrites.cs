namespace UniBind.Grid.Bench.Chaos;

/// <summary>What writers that were killed in the middle leave: files of attempts and temporary names, cut off anywhere.</summary>
internal static class TornWrites
{
    private const int Kept = 7_777;

    /// <summary>Leaves such files in a job's folder, cut from real ones where there are any.</summary>
    public static void Leave(string output, int seed)
    {
        var random = new Random(seed);
        var whole = Directory.EnumerateFiles(output, "part-*.parquet").FirstOrDefault();
        var bytes = whole is null ? [0x50, 0x41, 0x52, 0x31] : File.ReadAllBytes(whole);
        var shard = whole is null ? "00000-0000" : Path.GetFileNameWithoutExtension(whole)["part-".Length..];
        string Token() => new Guid(random.Next(), 0, 0, new byte[8]).ToString("N");
        Write(Path.Combine(output, "_attempts", $"{shard}.1.1.{Token()}"), bytes[..(bytes.Length / 2)]);
        Write(Path.Combine(output, "_attempts", $"00000-0001.2.1.{Token()}"), []);
        Write(Path.Combine(output, $"._manifest.json.{Token()}"), "{\"job\":"u8.ToArray());
        Write(Path.Combine(output, $".errors.jsonl.{Token()}"), bytes[..Math.Min(Kept, bytes.Length - 1)]);
        Write(Path.Combine(output, "_plan", $".listing-00001.jsonl.{Token()}"), "{\"id\":\"x"u8.ToArray());
        Write(Path.Combine(output, "_plan", $"building-00000-{Token()}", "shards.bin"), bytes[..(bytes.Length / 3)]);
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
