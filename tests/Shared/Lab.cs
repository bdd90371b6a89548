using System.Runtime.CompilerServices;

namespace UniBind.Grid.Testing;

/// <summary>The lab folder with real encoders and data: read in place, never copied into the project; tests that need it skip where it is absent.</summary>
internal static class Lab
{
    /// <summary>The lab's path from <c>UNIBIND_LAB</c>, else <c>../shared/lab</c> beside the checkout; null when absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>A path inside the lab; skips the calling test when the lab or the file is absent.</summary>
    public static string Require(params string[] parts)
    {
        Assert.SkipWhen(Folder is null, "lab not present (set UNIBIND_LAB, or put it at ../shared/lab)");
        var path = Path.Combine([Folder!, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"lab not present: {string.Join('/', parts)}");
        return path;
    }

    private static string? Find()
    {
        var folder = Environment.GetEnvironmentVariable("UNIBIND_LAB") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "..", "shared", "lab");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Locate();

    private static string Locate([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
