namespace UniBind.Grid.Corpora;

/// <summary>A file of row digests, sorted by id.</summary>
internal static class DigestRun
{
    public readonly record struct Entry(byte[] Id, byte[] Digest);

    /// <summary>By the ids' bytes; equal ids, which a job's output does not have, by digest.</summary>
    public static Comparer<Entry> Order { get; } = Comparer<Entry>.Create((a, b) =>
    {
        var order = a.Id.AsSpan().SequenceCompareTo(b.Id);
        return order != 0 ? order : a.Digest.AsSpan().SequenceCompareTo(b.Digest);
    });

    /// <summary>Sorts the entries, writes them to a new file and empties the list.</summary>
    public static string Write(string folder, int number, List<Entry> entries)
    {
        entries.Sort(Order);
        var path = Path.Combine(folder, $"run-{number}");
        using var writer = new BinaryWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16));
        writer.Write(entries.Count);
        foreach (var entry in entries)
        {
            writer.Write(entry.Id.Length);
            writer.Write(entry.Id);
            writer.Write(entry.Digest);
        }
        entries.Clear();
        return path;
    }

    public static IEnumerable<Entry> Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));
        for (var left = reader.ReadInt32(); left > 0; left--)
            yield return new(reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(32));
    }
}
