namespace UniBind.Grid.Corpora;

/// <summary>Reads the rows of one file format of manifests, in order and in bounded memory.</summary>
internal interface IManifestReader
{
    /// <exception cref="CorpusException">The file is broken beyond use.</exception>
    IAsyncEnumerable<ManifestRow> ReadAsync(string path, CorpusSourceOptions options, CancellationToken ct);
}
