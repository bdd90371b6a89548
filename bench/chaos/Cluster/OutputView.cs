namespace UniBind.Grid.Bench.Chaos;

/// <summary>What is in an output folder, wherever it lies, seen past every injected fault.</summary>
internal interface IOutputView
{
    /// <summary>What a job's specification calls the folder.</summary>
    string Url { get; }

    /// <summary>The names of all files, relative to the folder, with <c>/</c>.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct);

    /// <summary>A local folder with the files that the checker reads.</summary>
    Task<string> FetchAsync(CancellationToken ct);
}

/// <summary>An output folder on a local disk.</summary>
internal sealed class LocalOutput(string folder) : IOutputView
{
    public string Url => folder;

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct)
    {
        if (!Directory.Exists(folder))
            return Task.FromResult<IReadOnlyList<string>>([]);
        // Files come and go meanwhile.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        try
        {
            return Task.FromResult<IReadOnlyList<string>>([.. Directory.EnumerateFiles(folder, "*", options).Select(f => Path.GetRelativePath(folder, f))]);
        }
        catch (IOException)
        {
            return Task.FromResult<IReadOnlyList<string>>([]);
        }
    }

    public Task<string> FetchAsync(CancellationToken ct) => Task.FromResult(folder);
}
