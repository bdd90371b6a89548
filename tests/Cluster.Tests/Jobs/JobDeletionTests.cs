using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class JobDeletionTests(SpaceFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    private IGridClient Client => fixture.Grid.Client;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Delete_AJobThatOthersWereRealignedFrom_KeepsWhatTheyNeed()
    {
        for (var version = 1; version <= 3; version++)
            await fixture.PublishAsync("deleted", version);
        var first = fixture.Spec(_folder.File("first"), "deleted@1") with { Modalities = [Modality.Image] };
        var source = await RunAsync(first);
        var second = new JobSpec { Source = first.Source, Output = _folder.File("second"), Space = "deleted@2", RealignFrom = first.Output };
        var realigned = await RunAsync(second);

        var deleted = await Client.DeleteAsync(source);
        Assert.Equal([realigned], deleted.Dependents);
        Assert.True(deleted.Objects > 0);
        Assert.Equal(JobState.Unknown, (await Client.GetJobAsync(source)).State);
        Assert.DoesNotContain(await Client.ListJobsAsync(10_000), j => j.JobId == source);
        var refused = await Assert.ThrowsAsync<GridException>(() => RunAsync(second with { Output = _folder.File("late"), RealignFrom = first.Output }));
        Assert.Contains("not finished", refused.Message);

        // The chain goes on: the realigned output can still be realigned, and its deletion takes the rest of the source along.
        var third = second with { Output = _folder.File("third"), Space = "deleted@3", RealignFrom = second.Output };
        var last = await RunAsync(third);
        Assert.Equal([last], (await Client.DeleteAsync(realigned)).Dependents);
        Assert.Empty((await Client.DeleteAsync(last)).Dependents);
        Assert.All(new[] { first.Output, second.Output, third.Output }, output => Assert.False(Directory.Exists(output)));
    }

    [Fact]
    public async Task Delete_KeepOutput_FreesTheIdAndLeavesTheFiles()
    {
        await fixture.PublishAsync("kept", 1);
        var spec = fixture.Spec(_folder.File("out"), "kept@1") with { Modalities = [Modality.Image] };
        var id = await RunAsync(spec);

        Assert.Equal(0, (await Client.DeleteAsync(id, keepOutput: true)).Objects);

        Assert.True(File.Exists(new JobFolder(spec.Output).Success));
        var error = await Assert.ThrowsAsync<GridException>(() => Client.DeleteAsync(id));
        Assert.Contains("There is no job", error.Message);
    }

    private async Task<string> RunAsync(JobSpec spec)
    {
        var id = JobIds.New();
        await Client.SubmitAsync(id, spec);
        var end = await fixture.Grid.FinishAsync(id);
        Assert.True(end.State == JobState.Done, end.Message);
        return id;
    }
}
