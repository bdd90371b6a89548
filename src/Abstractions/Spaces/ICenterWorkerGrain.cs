namespace UniBind.Grid;

/// <summary>
/// Builds centers on one encoder silo; the key is <see cref="PinnedKey.For(string, string)"/> of <see cref="KeyPrefix"/> and the silo.
/// Descriptions and rows never travel through it: references do.
/// </summary>
[Alias("unibind.ICenterWorkerGrain")]
public interface ICenterWorkerGrain : IGrainWithStringKey
{
    /// <summary>The first part of the key.</summary>
    const string KeyPrefix = "centers";

    /// <summary>Embeds the descriptions of a chunk, selects the rows, and stores them as one file. Nothing is recorded yet.</summary>
    /// <returns>A center for each class of the chunk, in its order, with version 0.</returns>
    /// <exception cref="GridException">The silo lacks the pack or a file, a description cannot be embedded, or a class has none that may be used.</exception>
    [Alias("Build"), ResponseTimeout("00:30:00")]
    Task<CenterVersion[]> BuildAsync(CenterChunk chunk, CancellationToken cancellationToken = default);

    /// <summary>Reads a file of centers that were made elsewhere, and stores it as one of the grid's. Nothing is recorded yet.</summary>
    /// <returns>A center for each class of the file, in its order, with version 0.</returns>
    /// <exception cref="GridException">The silo lacks the pack, or the file cannot be read or holds no centers.</exception>
    [Alias("Import"), ResponseTimeout("00:30:00")]
    Task<CenterVersion[]> ImportAsync(CenterImport import, string packSha256, CancellationToken cancellationToken = default);
}
