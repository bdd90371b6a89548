using System.Diagnostics;
using System.Text.RegularExpressions;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The commands of docs/operations.md do what it says.</summary>
public sealed partial class OperationsDocTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public async Task Commands_MarkedBash_Succeed()
    {
        Tools.RequireShell();
        var bash = Tools.Require("bash");
        using var folder = new TempFolder();
        var unibind = $"unibind() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "unibind.dll")}' \"$@\"; }}\n";
        var blocks = BlockText().Matches(Text).Select(m => m.Groups[1].Value).ToArray();
        Assert.True(blocks.Length >= 4);
        foreach (var block in blocks)
        {
            var info = new ProcessStartInfo(bash) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
            info.ArgumentList.Add("-euc");
            info.ArgumentList.Add(unibind + block);
            info.Environment["UNIBIND_HOME"] = folder.File("home");
            using var process = Process.Start(info)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{block}\n{output}{await errors}");
        }
    }

    [Fact]
    public void Paths_OfTheCheckout_AreThere()
    {
        var paths = PathText().Matches(Text).Select(m => m.Groups[1].Value).Distinct().ToArray();
        Assert.True(paths.Length >= 5);
        // Written by whoever runs the file.
        Assert.All(paths.Where(p => p != "deploy/keys/keys.json"), p => Assert.True(Path.Exists(Path.Combine(Repository.Root, p)), p));
    }

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockText();

    [GeneratedRegex("`((?:src|deploy|k8s)/[\\w./-]*|Dockerfile[.\\w]*|docker-compose\\.yml)`")]
    private static partial Regex PathText();
}
