using System.Globalization;

namespace UniBind.Grid.Media.Tests;

/// <summary>Counts what the whole test process holds, so nothing else may run meanwhile.</summary>
[Collection(Name)]
public sealed class FfmpegLeakTests
{
    public const string Name = "counts the process's children";

    [Fact]
    public void Open_ManyFailures_LeavesNoZombiesAndNoPipes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var fake = new FakeTool("printf RIFF; exit 1");
        var tool = fake.Tool();
        Open(tool);
        var pipes = Pipes();

        for (var i = 0; i < 20; i++)
            Open(tool);

        Assert.Equal(pipes, Pipes());
        Assert.Empty(Children());
    }

    private static void Open(FfmpegTool tool)
    {
        using var content = MediaContent.FromBytes("x.flac", "fLaC and more"u8.ToArray());
        Assert.Throws<ItemException>(() => FfmpegSound.Open(tool, content, MediaFormat.Flac, MediaLimits.Default, TestContext.Current.CancellationToken));
    }

    private static int Pipes() => Directory.EnumerateFiles("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true);

    // Dead children that nobody has waited for count too.
    private static List<string> Children()
    {
        var children = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat.Split(") ")[1].Split(' ')[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                    children.Add(stat);
            }
            catch (IOException)
            {
                // It ended in between.
            }
        }
        return children;
    }
}
