using System.Diagnostics;

namespace UniBind.Grid.Testing;

/// <summary>Runs a script with a package from npm.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Runs a module. Skips the calling test where Node is not installed, or where the package is not and could not have been (no npm, or UNIBIND_NO_INSTALL);
    /// with npm at hand a missing package fails the test, so that nobody takes a skipped test for a passed one.
    /// </summary>
    /// <returns>What it printed; its errors are a failed assertion.</returns>
    public static Task<string> RunAsync(string package, string script, params string[] arguments) => RunAsync(package, script, null, arguments);

    /// <summary>As the other, with variables of the environment.</summary>
    public static async Task<string> RunAsync(string package, string script, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var node = Tools.Require("node");
        var packages = FindPackages(package);
        using var folder = new TempFolder();

        // A module finds its imports from its own folder upwards and nowhere else.
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "node_modules"), packages);
        var start = new ProcessStartInfo(node) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(folder.Write("script.mjs", script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0, $"{await errors}\n{await output}");
        return await output;
    }

    /// <summary>In the folders of NODE_PATH, or where the test script installs packages.</summary>
    private static string FindPackages(string package)
    {
        var folders = (Environment.GetEnvironmentVariable("NODE_PATH")?.Split(Path.PathSeparator) ?? []).Where(f => f.Length > 0).ToList();
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "unibind-grid");
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named)
            cache = Path.Combine(named, "unibind-grid");
        if (Directory.Exists(cache))
            folders.AddRange(Directory.GetDirectories(cache).Select(f => Path.Combine(f, "node_modules")));
        var found = folders.FirstOrDefault(f => File.Exists(Path.Combine(f, package, "package.json")));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs symbolic links");
        var installable = Environment.GetEnvironmentVariable("UNIBIND_NO_INSTALL") is not { Length: > 0 } && Tools.Has("npm");
        Assert.SkipWhen(found is null && !installable, $"the package {package} is not installed (npm install {package})");
        Assert.True(found is not null, $"The package {package} is not installed, though npm is there: run ./test, which installs it, or set UNIBIND_NO_INSTALL=1 to skip.");
        return Path.GetFullPath(found);
    }
}
