using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class DoctorCommandTests
{
    [Fact]
    public void Run_MachineThatCanRunAGrid_IsHealthyAndReallyOpensTheEncoders()
    {
        using var folder = new TempFolder();
        var result = CommandLine.Run("doctor", "--data", folder.Path, "--json");
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        Assert.True(json.RootElement.GetProperty("healthy").GetBoolean());
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToDictionary(f => $"{f.GetProperty("area")}/{f.GetProperty("name")}", f => f.GetProperty("text").GetString()!);
        Assert.Contains("runs the 7 encoders of 'classic'", findings["devices/cpu0"], StringComparison.Ordinal);
        Assert.Contains("licence", findings["packs/classic"], StringComparison.Ordinal);
        Assert.StartsWith("10.", findings["versions/Orleans"], StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+", findings["versions/libvips"]);
        Assert.Contains("free", findings["data/directory"], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path)); // it leaves nothing behind
    }

    [Fact]
    public void Run_ProviderThatIsNotThere_IsBadAndSaysWhatToDo()
    {
        Assert.SkipWhen(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "this build has CUDA");
        using var folder = new TempFolder();
        var result = CommandLine.Run("doctor", "--data", folder.Path, "--provider", "cuda");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("BAD   devices   cuda", result.Output, StringComparison.Ordinal);
        Assert.Contains("-p:UniBindGpu=true", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 of ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FaultyPackAndRedisThatIsAway_TellsBoth()
    {
        using var folder = new TempFolder();
        folder.Write("pack/pack.json", "{}");
        var result = CommandLine.Run("doctor", "--data", folder.Path, "--pack", Path.Combine(folder.Path, "pack"), "--cluster", "redis://127.0.0.1:1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("BAD   packs", result.Output, StringComparison.Ordinal);
        Assert.Contains("The Redis server at 127.0.0.1:1 does not answer", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_KeysThatOthersCanChange_IsBad()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        using var folder = new TempFolder();
        Assert.Equal(0, CommandLine.Run("keys", "create", "website", "--scope", "embed", "--data", folder.Path).ExitCode);
        Assert.Equal(0, CommandLine.Run("doctor", "--data", folder.Path).ExitCode);
        var file = Path.Combine(folder.Path, "keys.json");
#pragma warning disable CA1416 // skipped on Windows above
        // As a secret of Kubernetes is mounted: it holds hashes alone.
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal(0, CommandLine.Run("doctor", "--data", folder.Path).ExitCode);
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
#pragma warning restore CA1416
        var result = CommandLine.Run("doctor", "--data", folder.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("chmod go-w", result.Output, StringComparison.Ordinal);
    }
}
