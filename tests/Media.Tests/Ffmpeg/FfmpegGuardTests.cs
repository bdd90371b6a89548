using System.Diagnostics;
using System.Globalization;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>Each limit on the child process, proved by a tool that breaks it.</summary>
public sealed class FfmpegGuardTests
{
    private static readonly MediaLimits Short = MediaLimits.Default with { ToolTimeout = TimeSpan.FromMilliseconds(400) };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("exec sleep 600")]
    [InlineData("while true; do :; done")]
    [InlineData("printf RIFF; exec sleep 600")]
    [InlineData("exec 1>&-; exec sleep 600")]
    public void Open_ToolHangs_IsKilledWithATimeout(string script)
    {
        using var fake = new FakeTool("echo $$ >&2; " + script);

        var clock = Stopwatch.StartNew();
        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), Short));

        Assert.Equal(ItemErrorCodes.Timeout, e.Code);
        Assert.Contains("0.4 s", e.Message);
        Assert.True(clock.Elapsed < Patience, $"took {clock.Elapsed}");
    }

    [Fact]
    public void Open_DescendantKeepsThePipeOpen_DoesNotBlockTheCaller()
    {
        Tools.Require("setsid");
        // The tool ends at once, but a process of another session still holds its output.
        using var fake = new FakeTool("setsid sleep 30 & exit 0");

        var clock = Stopwatch.StartNew();
        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), Short));

        Assert.Equal(ItemErrorCodes.Timeout, e.Code);
        Assert.True(clock.Elapsed < Patience, $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task Open_Cancelled_KillsTheWholeTree()
    {
        using var folder = new TempFolder();
        // The limiter forbids the tool to write files, so the pids leave it as the name of an empty one.
        using var fake = new FakeTool($"sleep 300 & touch '{folder.Path}'/pid.$$.$!; wait");
        using var cancellation = new CancellationTokenSource();
        var cancelling = Task.Run(() =>
        {
            SpinWait.SpinUntil(() => Directory.EnumerateFiles(folder.Path).Any(), Patience);
            cancellation.Cancel();
        }, TestContext.Current.CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => Open(fake.Tool(), MediaLimits.Default, cancellation.Token));

        await cancelling;
        var pids = Path.GetFileName(Directory.EnumerateFiles(folder.Path).Single()).Split('.')[1..];
        Assert.Equal(2, pids.Length);
        Assert.All(pids, pid => Assert.True(Gone(int.Parse(pid, CultureInfo.InvariantCulture)), $"process {pid} still runs"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_ToolEatsMemory_IsTooLarge(bool limiter)
    {
        if (limiter)
            Tools.Require("prlimit");
        using var fake = new FakeTool("""exec awk 'BEGIN { x = "0123456789abcdef"; while (1) x = x x }'""");
        var limits = MediaLimits.Default with { ToolMemory = 200L << 20, ToolTimeout = TimeSpan.FromSeconds(20) };

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(limiter), limits));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
        Assert.Contains("200 MiB", e.Message);
    }

    [Fact]
    public void Open_ToolFloodsItsOutput_IsTooLarge()
    {
        using var fake = new FakeTool("exec cat /dev/zero");
        var limits = MediaLimits.Default with { MaxBytes = 1 << 20 };

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), limits));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
        Assert.Contains("4,194,304 bytes", e.Message);
    }

    [Fact]
    public void Open_ToolFloodsItsErrors_KeepsTheFirstReason()
    {
        using var fake = new FakeTool("echo 'the first reason' >&2; head -c 50000000 /dev/zero | tr '\\0' 'x' >&2; exit 3");

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), MediaLimits.Default));

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
        Assert.Contains("the first reason", e.Message);
        Assert.True(e.Message.Length < 400);
    }

    [Fact]
    public void Open_ToolPrintsGarbage_IsAnItemError()
    {
        using var fake = new FakeTool("head -c 100000 /dev/urandom");

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), MediaLimits.Default));

        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
    }

    [Fact]
    public void Open_ToolDiesBySignal_NamesTheSignal()
    {
        using var fake = new FakeTool("kill -SEGV $$");

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), MediaLimits.Default));

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
        Assert.Contains("signal 11", e.Message);
    }

    [Fact]
    public void Open_ToolWritesAFile_IsStopped()
    {
        Tools.Require("prlimit");
        using var folder = new TempFolder();
        using var fake = new FakeTool($"echo stolen > '{folder.Path}/file'; exit 0");

        Assert.Throws<ItemException>(() => Open(fake.Tool(), MediaLimits.Default));

        Assert.True(!File.Exists(folder.File("file")) || new FileInfo(folder.File("file")).Length == 0);
    }

    [Fact]
    public void Open_ToolSeesTheEnvironment_HasNoSecrets()
    {
        Environment.SetEnvironmentVariable("UNIBIND_TEST_SECRET", "hidden-value");
        using var fake = new FakeTool("env >&2; exit 1");

        var e = Assert.Throws<ItemException>(() => Open(fake.Tool(), MediaLimits.Default));

        Assert.Contains("PATH=", e.Message);
        Assert.DoesNotContain("hidden-value", e.Message);
        Assert.DoesNotContain("HOME=", e.Message);
    }

    [Fact]
    public void Open_ToolIsMissing_SaysHowToInstallIt()
    {
        var tool = new FfmpegTool(new() { Executable = "/nowhere/ffmpeg" });

        var e = Assert.Throws<ItemException>(() => Open(tool, MediaLimits.Default));

        Assert.Equal(ItemErrorCodes.MissingTool, e.Code);
        Assert.Contains("ffmpeg is not installed; install it", e.Message);
        Assert.Equal("none", tool.Version);
    }

    [Theory]
    [InlineData("prlimit")]
    [InlineData("")]
    public void Open_ToolIsNotExecutable_IsAMissingTool(string limiter)
    {
        Tools.RequireShell();
        using var folder = new TempFolder();
        var tool = new FfmpegTool(new() { Executable = folder.Write("ffmpeg", "no program"), Limiter = limiter });

        var e = Assert.Throws<ItemException>(() => Open(tool, MediaLimits.Default));

        Assert.Equal(ItemErrorCodes.MissingTool, e.Code);
    }

    private static PcmTrack Open(FfmpegTool tool, MediaLimits limits, CancellationToken? token = null)
    {
        using var content = MediaContent.FromBytes("x.flac", "fLaC and more"u8.ToArray());
        return FfmpegSound.Open(tool, content, MediaFormat.Flac, limits, token ?? TestContext.Current.CancellationToken);
    }

    private static bool Gone(int pid)
    {
        for (var i = 0; i < 100; i++)
        {
            var stat = $"/proc/{pid}/stat";
            // A child of a killed shell is reaped by init in its own time.
            if (!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z"))
                return true;
            Thread.Sleep(20);
        }
        return false;
    }
}
