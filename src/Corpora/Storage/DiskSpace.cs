namespace UniBind.Grid.Corpora;

/// <summary>What a job will need on disk, and what there is: for <c>--dry-run</c> and for a refusal before hours of work.</summary>
public static class DiskSpace
{
    // Measured on parts of 20,000 rows: floats of unit vectors hardly compress, the other columns take about 160 bytes a row
    // (ids, addresses and content hashes; the rest are dictionaries).
    private const int ColumnBytes = 160;

    /// <summary>The bytes that this user may still write at a path that need not exist yet; no end of them in object storage.</summary>
    /// <exception cref="CorpusException">The file system does not say.</exception>
    public static long Available(string path)
    {
        if (ObjectAddress.IsRemote(path))
            return long.MaxValue;
        var folder = ObjectAddress.Normalize(path);
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CorpusException($"The free space at '{path}' cannot be told: {e.Message}", e);
        }
    }

    /// <summary>The bytes of one output row of a space with <paramref name="dimension"/> values, raw embedding included where one is kept.</summary>
    /// <param name="dimension">The space's dimension.</param>
    /// <param name="rawDimension">The encoder's raw dimension, or 0 where raw embeddings are not kept.</param>
    public static long BytesPerRow(int dimension, int rawDimension = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        ArgumentOutOfRangeException.ThrowIfNegative(rawDimension);
        var values = sizeof(float) * ((long)dimension + rawDimension);
        return ColumnBytes + (rawDimension > 0 ? ColumnBytes / 4 : 0) + values + values / 50;
    }
}
