using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class NoEncoderSiloTests(GridFixture fixture)
{
    [Fact]
    public async Task Submit_NoEncoderSilo_SaysToStartOneAndWritesNothing()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        using var folder = new TempFolder();
        var output = Path.Combine(folder.Path, "out");
        var spec = new JobSpec { Source = fixture.Corpus, Output = output, Space = "classic@0" };
        var error = await Assert.ThrowsAsync<GridException>(() => grid.Client.SubmitAsync("none", spec));
        Assert.Contains("no encoder silo", error.Message);
        Assert.False(Directory.Exists(output));
        Assert.Equal(JobState.Unknown, (await grid.Client.GetJobAsync("none")).State);
    }
}
