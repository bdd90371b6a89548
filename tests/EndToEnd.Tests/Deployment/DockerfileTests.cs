using System.Diagnostics;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The images are what the documentation says, as far as that shows without an engine.</summary>
public sealed class DockerfileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Dockerfile.gpu")]
    public void Dockerfile_LastStage_RunsAsAUserOnPinnedImages(string name)
    {
        var all = Dockerfiles.Read(name);
        var last = all[Array.FindLastIndex(all, i => i.Name == "FROM")..];
        Assert.Equal("1654:1654", last.Last(i => i.Name == "USER").Text);
        Assert.DoesNotContain(last[Array.FindIndex(last, i => i.Name == "USER")..], i => i.Name == "RUN");
        Assert.Equal("SIGTERM", last.Single(i => i.Name == "STOPSIGNAL").Text);
        Assert.EndsWith("""CMD ["dotnet", "/app/unibind.dll", "health"]""", last.Single(i => i.Name == "HEALTHCHECK").Text);
        Assert.Equal("""["dotnet", "/app/unibind.dll"]""", last.Single(i => i.Name == "ENTRYPOINT").Text);
        Assert.Contains("ffmpeg", last.Single(i => i.Name == "RUN").Text);
        Assert.Contains("org.opencontainers.image.title", last.Single(i => i.Name == "LABEL").Text);
        var images = all.Where(i => i.Name == "FROM").Select(i => i.Text.Split(' ')[0]).Concat(all.Where(i => i.Name == "ARG" && i.Text.Contains("IMAGE=", StringComparison.Ordinal)).Select(i => i.Text.Split('=')[1]));
        Assert.All(images.Where(i => !i.StartsWith('$')), image => Assert.Matches(@"^[a-z.\-/]+:\d+\.\d+[\w.\-]*$", image));
        Assert.DoesNotContain(all, i => i.Name == "ADD" || i.Text.Contains("sudo", StringComparison.Ordinal));
        Assert.Equal(name == "Dockerfile.gpu", all.Any(i => i.Text.Contains("-p:UniBindGpu=true", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Dockerfile.gpu")]
    public void Dockerfile_Restore_HasEveryProject(string name)
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Repository.Root, p)).Order().ToArray();
        var copied = Dockerfiles.Read(name).Where(i => i.Name == "COPY").Select(i => i.Text.Split(' ')).Where(p => p[0].EndsWith(".csproj", StringComparison.Ordinal)).ToArray();
        Assert.Equal(projects, copied.Select(p => p[0]).Order());
        Assert.All(copied, p => Assert.Equal(Path.GetDirectoryName(p[0]) + "/", p[1]));
        var shown = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..].TrimEnd('/')).ToArray();
        var needed = Dockerfiles.Read(name).Where(i => i.Name == "COPY" && !i.Text.StartsWith("--", StringComparison.Ordinal)).SelectMany(i => i.Text.Split(' ')[..^1]).Select(p => p.TrimEnd('/'));
        Assert.All(needed, path => Assert.Contains(path.Split('/')[0], shown));
    }

    [Fact]
    public async Task Dockerfile_ItsCommands_PublishACommandThatStarts()
    {
        Tools.RequireShell();
        using var folder = new TempFolder();
        var source = Path.Combine(folder.Path, "source");
        foreach (var (name, text) in Dockerfiles.Read("Dockerfile"))
        {
            if (name == "FROM" && text.EndsWith("final", StringComparison.Ordinal))
                break;
            var words = text.Split(' ');
            if (name == "COPY")
            {
                foreach (var from in words[..^1])
                    Copy(Path.Combine(Repository.Root, from), from.EndsWith('/') ? Path.Combine(source, words[^1]) : Path.Combine(source, words[^1], Path.GetFileName(from)));
            }
            else if (name == "RUN")
            {
                // The engine sets the build argument; the image has a folder of its own at /app.
                var command = text.Replace("${UNIBIND_AZURE}", "false", StringComparison.Ordinal).Replace("--output /app", $"--output {folder.Path}/app", StringComparison.Ordinal);
                var (code, output) = await RunAsync("sh", source, "-c", command);
                Assert.True(code == 0, $"{command}\n{output}");
            }
        }
        var (help, said) = await RunAsync("dotnet", folder.Path, Path.Combine(folder.Path, "app", "unibind.dll"), "health", "--http-port", "1");
        Assert.Equal(1, help);
        Assert.Contains("Nothing answers at http://localhost:1/health/ready", said);
        Assert.True(File.Exists(Path.Combine(folder.Path, "app", "packs", "classic", "pack.json")));
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (path.Split('/') is var parts && !parts.Contains("bin") && !parts.Contains("obj") && !File.Exists(Path.Combine(to, path)))
                Copy(file, Path.Combine(to, path));
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        // A build server would outlive the test, with the output's pipe.
        (info.Environment["MSBUILDDISABLENODEREUSE"], info.Environment["UseSharedCompilation"]) = ("1", "false");
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var errors = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output + await errors);
    }
}
