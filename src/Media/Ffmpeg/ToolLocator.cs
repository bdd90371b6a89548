namespace UniBind.Grid.Media;

/// <summary>Finds programs.</summary>
internal static class ToolLocator
{
    /// <summary>The full path of a program, or null when there is none.</summary>
    /// <param name="program">A path, or a bare name that is looked up in PATH.</param>
    internal static string? Find(string program)
    {
        if (program.Length == 0)
            return null;
        if (Path.GetFileName(program) != program)
            return Existing(Path.GetFullPath(program));
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return folders.Select(folder => Existing(Path.Combine(folder, program))).FirstOrDefault(path => path is not null);
    }

    private static string? Existing(string path)
    {
        if (File.Exists(path))
            return path;
        return OperatingSystem.IsWindows() && File.Exists(path + ".exe") ? path + ".exe" : null;
    }
}
