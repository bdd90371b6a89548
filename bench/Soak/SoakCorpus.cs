using UniBind.Grid.Samples;

namespace UniBind.Grid.Bench.Soak;

/// <summary>The sample corpus in all seven modalities, with every tenth file a second time and every twentieth cut off, emptied or renamed to another kind.</summary>
internal sealed class SoakCorpus
{
    private SoakCorpus(string folder, string[] files, int bad)
    {
        Folder = folder;
        Files = files;
        Bad = bad;
    }

    /// <summary>The corpus, without a manifest.</summary>
    public string Folder { get; }

    /// <summary>The good files.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files that should become dead letters, or embed what is left of them.</summary>
    public int Bad { get; }

    public static async Task<SoakCorpus> WriteAsync(string folder, int perClass)
    {
        await SampleCorpus.WriteAsync(folder, new SampleOptions { PerClass = perClass });
        File.Delete(Path.Combine(folder, "manifest.jsonl"));
        File.Delete(Path.Combine(folder, "README.txt"));
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f)[0] is not ('_' or '.')).Order(StringComparer.Ordinal).ToArray();
        var bad = 0;
        for (var i = 0; i < files.Length; i++)
        {
            var (directory, name) = (Path.GetDirectoryName(files[i])!, Path.GetFileName(files[i]));
            if (i % 10 == 3)
                File.Copy(files[i], Path.Combine(directory, "again-" + name));
            if (i % 20 != 7)
                continue;
            var bytes = File.ReadAllBytes(files[i]);
            var poison = (bad++ % 3) switch
            {
                0 => bytes[..(bytes.Length / 3)],
                1 => [],
                _ => new byte[bytes.Length],
            };
            File.WriteAllBytes(Path.Combine(directory, "bad-" + name), poison);
        }
        return new SoakCorpus(folder, files, bad);
    }
}
