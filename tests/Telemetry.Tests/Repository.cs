namespace UniBind.Grid.Telemetry.Tests;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    public static string Read(params string[] path) => File.ReadAllText(PathOf(path));

    public static string PathOf(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UniBind.Grid.sln")))
            folder = folder.Parent!;
        return Path.Combine([folder.FullName, .. path]);
    }
}
