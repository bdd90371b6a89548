using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ConfinedJobTests(GridFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_SourceWithinTheRoots_RunsAndWhatLeadsOutIsADeadLetter()
    {
        File.WriteAllText(_folder.File("outside", "secret.txt"), "Not for them.");
        File.WriteAllText(_folder.File("root", "corpus", "good.txt"), "A text for everybody.");
        var outside = Path.Combine(_folder.Path, "outside", "secret.txt");
        File.WriteAllLines(_folder.File("root", "corpus", "manifest.jsonl"),
        [
            """{"id":"good","uri":"good.txt"}""",
            """{"id":"up","uri":"../../outside/secret.txt"}""",
            $$"""{"id":"absolute","uri":"{{outside}}"}""",
            $$"""{"id":"file","uri":"file://{{outside}}"}""",
            """{"id":"http","uri":"http://127.0.0.1/secret.txt"}""",
            """{"id":"link","uri":"link.txt"}""",
        ]);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "root", "corpus", "link.txt"), outside);
        var job = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(job, Spec("root/corpus"));
        var end = await fixture.Grid.FinishAsync(job);
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal((6L, 1L, 5L), (end.Listed, end.Embedded, end.DeadLettered));
    }

    [Theory]
    [InlineData("outside")]
    [InlineData("root2")]
    [InlineData("root/link")]
    public async Task Submit_SourceOutsideTheRoots_Refused(string source)
    {
        File.WriteAllText(_folder.File("outside", "secret.txt"), "Not for them.");
        File.WriteAllText(_folder.File("root2", "secret.txt"), "Not for them.");
        File.WriteAllText(_folder.File("root", "good.txt"), "A text for everybody.");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "root", "link"), Path.Combine(_folder.Path, "outside"));
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(JobIds.New(), Spec(source)));
        Assert.Contains("outside the folders", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "root", "out")));
    }

    [Fact]
    public async Task Submit_SinceNamesAForgedHeader_RefusedBeforeItIsFollowed()
    {
        File.WriteAllText(_folder.File("root", "corpus", "good.txt"), "A text for everybody.");
        File.WriteAllText(_folder.File("outside", "x"), "");
        var first = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(first, Spec("root/corpus"));
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(first)).State);
        var folder = new JobFolder(Path.Combine(_folder.Path, "root", "out"));
        var header = Path.Combine(folder.Root, JobFolder.HeaderName);
        var forged = File.ReadAllText(header).Replace("\"RealignFrom\":null", $"\"RealignFrom\":\"{Path.Combine(_folder.Path, "outside")}\"", StringComparison.Ordinal).Replace("\"RealignFrom\": null", $"\"RealignFrom\": \"{Path.Combine(_folder.Path, "outside")}\"", StringComparison.Ordinal);
        Assert.Contains("outside", forged, StringComparison.Ordinal);
        File.WriteAllText(header, forged);
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(JobIds.New(), Spec("root/corpus", "out2") with { Since = folder.Root }));
        Assert.Contains("outside the folders", error.Message, StringComparison.Ordinal);
    }

    private JobSpec Spec(string source, string output = "out") => new()
    {
        Source = Path.Combine(_folder.Path, source),
        Output = Path.Combine(_folder.Path, "root", output),
        Space = "classic@0",
        Confine = [Path.Combine(_folder.Path, "root")],
    };
}
