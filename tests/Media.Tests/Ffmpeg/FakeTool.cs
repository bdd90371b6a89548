using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>A shell script that stands in for ffmpeg and ffprobe.</summary>
internal sealed class FakeTool : IDisposable
{
    private readonly TempFolder _folder = new();

    public FakeTool(string script)
    {
        Tools.RequireShell();
        var launcher = System.IO.Path.Combine(Repository.Root, "tests", "Media.Tests", "Ffmpeg", "fake-tool.sh");
        Path = _folder.File("ffmpeg");
        foreach (var path in (string[])[Path, _folder.File("ffprobe")])
        {
            File.CreateSymbolicLink(path, launcher);
            File.WriteAllText(path + ".script", script + "\n");
        }
    }

    public string Path { get; }

    public FfmpegTool Tool(bool limiter = true) => new(new() { Executable = Path, Limiter = limiter ? "prlimit" : "" });

    public void Dispose() => _folder.Dispose();
}
