namespace UniBind.Grid.Samples;

/// <summary>The folder that a sample corpus goes to: what stands there, and how it is replaced in one step.</summary>
internal sealed class SampleFolder
{
    private readonly string _path;

    /// <summary>The folder with this path, which need not exist.</summary>
    public SampleFolder(string path) => _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The stamp of the corpus when the folder holds all files of the plan already; otherwise null.</summary>
    public SampleStamp? Find(SamplePlan plan)
    {
        if (SampleStamp.Read(_path) is not { } stamp || !stamp.IsOf(plan) || !File.Exists(Path.Combine(_path, SampleManifest.FileName)))
            return null;
        return SizeOf(_path, plan) == stamp.Bytes ? stamp : null;
    }

    /// <summary>Refuses a folder that holds anything but a sample corpus, and that too unless it may be overwritten.</summary>
    public void RefuseIfTaken(bool overwrite)
    {
        if (File.Exists(_path))
            throw new SampleCorpusException($"'{_path}' is a file: name a folder for the sample corpus.");
        if (!Directory.Exists(_path))
            return;
        if (Covers(Environment.CurrentDirectory))
            throw new SampleCorpusException($"'{_path}' is the current folder or holds it: name a folder of its own for the sample corpus.");
        var own = OwnFiles();
        var others = Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Where(file => !own.Contains(file));
        if (others.FirstOrDefault() is { } other)
            throw new SampleCorpusException($"'{_path}' holds other files ('{Path.GetRelativePath(_path, other)}'): name a new or empty folder for the sample corpus.");
        if (own.Count > 0 && !overwrite)
            throw new SampleCorpusException($"'{_path}' holds a sample corpus that is incomplete or was made with other options: name another folder, or ask to overwrite it.");
    }

    /// <summary>Fills a temporary folder beside this one and, when it is whole, puts it in this one's place.</summary>
    public async Task<SampleStamp> ReplaceAsync(Func<string, Task> fill, SamplePlan plan, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("N")[..8];
        var temporary = $"{_path}.part-{token}";
        try
        {
            foreach (var folder in plan.Items.Select(item => Path.GetDirectoryName(item.Path)!).Distinct())
                Directory.CreateDirectory(Path.Combine(temporary, folder));
            await fill(temporary).ConfigureAwait(false);
            var stamp = SampleStamp.Of(plan, SizeOf(temporary, plan) ?? throw new IOException("a file of the corpus has vanished"));
            await stamp.WriteAsync(temporary, cancellationToken).ConfigureAwait(false);
            Swap(temporary, $"{_path}.old-{token}");
            return stamp;
        }
        catch (IOException) when (Find(plan) is not null)
        {
            // Another process was faster with the same corpus.
            return Find(plan)!;
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The account of a corpus that is in this folder.</summary>
    public SampleSummary Summary(SampleStamp stamp, int items, bool written) =>
        new(_path, Path.Combine(_path, SampleManifest.FileName), items, stamp.Bytes, written);

    private void Swap(string temporary, string old)
    {
        var replaces = Directory.Exists(_path);
        if (replaces)
            Directory.Move(_path, old);
        Directory.Move(temporary, _path);
        if (replaces)
            Directory.Delete(old, recursive: true);
    }

    private HashSet<string> OwnFiles()
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        if (SampleStamp.Read(_path)?.Plan() is not { } plan)
            return files;
        string[] pages = [SampleStamp.FileName, SampleManifest.FileName, SampleReadme.FileName];
        foreach (var name in plan.Items.Select(item => item.Path).Concat(pages))
            files.Add(Path.Combine(_path, name.Replace('/', Path.DirectorySeparatorChar)));
        return files;
    }

    private bool Covers(string folder) =>
        (Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar).StartsWith(_path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Null when a file is missing.
    private static long? SizeOf(string root, SamplePlan plan)
    {
        var bytes = 0L;
        foreach (var item in plan.Items)
        {
            var file = new FileInfo(Path.Combine(root, item.Path));
            if (!file.Exists)
                return null;
            bytes += file.Length;
        }

        return bytes;
    }
}
