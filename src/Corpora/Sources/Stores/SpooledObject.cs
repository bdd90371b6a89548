namespace UniBind.Grid.Corpora;

/// <summary>A copy of an object in a temporary file with a path, for readers that want one. Deleted with this object.</summary>
internal sealed class SpooledObject : IDisposable
{
    private const int BlockBytes = 4 << 20;

    private SpooledObject(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Fetches one version of an object.</summary>
    /// <exception cref="CorpusException">It is gone or changed, is too large, or cannot be read or kept.</exception>
    public static async Task<SpooledObject> FetchAsync(IObjectStore store, ObjectInfo info, CancellationToken ct)
    {
        if (info.Length > SpillStream.MaxBytes)
            throw new CorpusException($"'{store.AddressOf(info.Key)}' has {info.Length:N0} bytes; {SpillStream.MaxBytes:N0} is the most.");
        var spooled = new SpooledObject(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"unibind-{Guid.NewGuid():N}{System.IO.Path.GetExtension(info.Key)}"));
        try
        {
            var file = new FileStream(spooled.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            await using (file.ConfigureAwait(false))
            {
                var block = new byte[(int)Math.Min(BlockBytes, info.Length)];
                for (long at = 0; at < info.Length;)
                {
                    var read = await store.ReadAsync(info.Key, at, block, info.Version, ct).ConfigureAwait(false);
                    if (read == 0)
                        throw new CorpusException($"'{store.AddressOf(info.Key)}' became shorter while it was read.") { Fault = CorpusFault.Changed };
                    await file.WriteAsync(block.AsMemory(0, read), ct).ConfigureAwait(false);
                    at += read;
                }
            }
            return spooled;
        }
        catch (Exception e)
        {
            spooled.Dispose();
            if (LocalFaults.IsFault(e))
                throw LocalFaults.Translate(e, spooled.Path, "written");
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DurableFile.Discard(Path);
}
