namespace UniBind.Grid.Testing;

/// <summary>Programs that some tests need beside the project's own.</summary>
internal static class Tools
{
    /// <summary>The full path of a program; skips the calling test where it is not installed.</summary>
    public static string Require(string program)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var path = folders.Select(folder => Path.Combine(folder, program + suffix)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} is not installed");
        return path!;
    }

    /// <summary>Skips the calling test where there is no POSIX shell.</summary>
    public static void RequireShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
}
