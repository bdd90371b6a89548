namespace UniBind.Grid.Testing;

/// <summary>Programs that some tests need beside the project's own.</summary>
internal static class Tools
{
    /// <summary>The full path of a program; skips the calling test where it is not installed.</summary>
    public static string Require(string program)
    {
        var path = Find(program);
        Assert.SkipWhen(path is null, $"{program} is not installed");
        return path!;
    }

    /// <summary>True where a program is installed.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>Skips the calling test where there is no POSIX shell.</summary>
    public static void RequireShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");

    private static string? Find(string program)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return folders.Select(folder => Path.Combine(folder, program + suffix)).FirstOrDefault(File.Exists);
    }
}
