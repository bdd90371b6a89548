namespace UniBind.Grid.Media;

/// <summary>Temporary files that only their owner can read.</summary>
internal static class TemporaryFile
{
    /// <summary>A path in the temporary folder that nothing else has.</summary>
    internal static string NewPath() => Path.Combine(Path.GetTempPath(), $"unibind-{Guid.NewGuid():N}.tmp");

    /// <summary>Creates a file that must not exist yet.</summary>
    /// <exception cref="IOException">It exists, or cannot be made.</exception>
    internal static FileStream Create(string path, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = options };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, how);
    }
}
