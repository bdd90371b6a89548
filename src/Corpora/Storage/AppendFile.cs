namespace UniBind.Grid.Corpora;

/// <summary>A file that only grows, with its valid length kept elsewhere: what lies beyond that length belongs to a write that was never recorded.</summary>
public static class AppendFile
{
    /// <summary>Cuts off what was never recorded, writes after it and makes it durable.</summary>
    /// <param name="path">The file; made with its folder when it is missing.</param>
    /// <param name="length">The bytes that are recorded.</param>
    /// <param name="bytes">What follows them.</param>
    /// <exception cref="CorpusException">The file is shorter than what is recorded, or cannot be written.</exception>
    public static void Append(string path, long length, ReadOnlySpan<byte> bytes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            RequireLength(path, length, stream.Length);
            stream.SetLength(length);
            stream.Position = length;
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
            if (length == 0)
                DurableFile.SyncFolderOf(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Reads what is recorded.</summary>
    /// <param name="path">The file; need not exist where nothing is recorded.</param>
    /// <param name="length">The bytes that are recorded.</param>
    /// <exception cref="CorpusException">The file is shorter, or cannot be read.</exception>
    public static byte[] Read(string path, long length)
    {
        if (length == 0)
            return [];
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            RequireLength(path, length, stream.Length);
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static void RequireLength(string path, long recorded, long found)
    {
        if (found < recorded)
            throw new CorpusException($"'{path}' has {found:N0} bytes and {recorded:N0} were recorded: it was truncated; restore it from a backup.");
    }
}
