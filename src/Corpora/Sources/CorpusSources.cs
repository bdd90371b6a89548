namespace UniBind.Grid.Corpora;

/// <summary>Opens sources by their names as the command line and the API take them.</summary>
public static class CorpusSources
{
    private static readonly string[] ManifestNames = ["manifest.jsonl", "manifest.csv", "manifest.parquet"];

    /// <summary>Opens a source; nothing but its kind is looked at yet.</summary>
    /// <param name="source">
    /// A folder (whose <c>manifest.jsonl</c>, <c>manifest.csv</c> or <c>manifest.parquet</c> is used when there is one); a manifest;
    /// a tar, tar.gz or tgz in the WebDataset layout; or a single file. A path, <c>file://</c>, <c>az://container/prefix</c> or <c>s3://bucket/prefix</c>;
    /// of object storage, whatever does not end like a manifest or an archive is a folder.
    /// </param>
    /// <param name="options">Bounds and choices; the defaults when null.</param>
    /// <returns>A source that may be opened again from the same string wherever the same files are seen.</returns>
    /// <exception cref="CorpusException">There is no such file or folder, it is of no supported kind, or it is the output of a job.</exception>
    public static ICorpusSource Open(string source, CorpusSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= CorpusSourceOptions.Default;
        if (source.Contains("://", StringComparison.Ordinal))
        {
            source = ObjectAddress.Normalize(source);
            if (ObjectAddress.IsRemote(source))
                return new StoreSource(source, options);
        }
        if (source.Length == 0 || source.Contains('\0') || SafePath.Real(source) is not { } real)
            throw new CorpusException($"The source '{source}' does not exist; give a folder, a manifest (.jsonl, .csv, .parquet), a tar or a file.");
        if (Directory.Exists(real))
            return OpenFolder(source, real, options);
        return ManifestSource.IsManifest(real) ? new ManifestSource(real, options) : new FileSource(real, options);
    }

    private static ICorpusSource OpenFolder(string source, string real, CorpusSourceOptions options)
    {
        if (File.Exists(Path.Combine(real, JobFolder.HeaderName)))
            throw new CorpusException($"'{source}' is the output folder of a job ({JobFolder.HeaderName}), not a corpus.");
        if (options.IgnoreManifest)
            return new FolderSource(real, options);
        var manifests = Array.FindAll(ManifestNames, name => File.Exists(Path.Combine(real, name)));
        return manifests.Length switch
        {
            0 => new FolderSource(real, options),
            1 when SafePath.Real(Path.Combine(real, manifests[0])) is { } manifest && SafePath.IsWithin(real, manifest) => new ManifestSource(Path.Combine(real, manifests[0]), options),
            1 => throw new CorpusException($"{manifests[0]} in '{source}' is a link that leads out of the folder; give its target as the source."),
            _ => throw new CorpusException($"'{source}' holds {string.Join(" and ", manifests)}; give the one to use as the source."),
        };
    }
}
