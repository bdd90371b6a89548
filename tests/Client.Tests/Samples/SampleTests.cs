using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Samples.Client;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Client.Tests;

/// <summary>Each example runs, over real HTTP against a server of the wire forms.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task HttpSample_Server_GivesItsVector()
    {
        await using var stub = new GridStub();

        Assert.Equal(GridStub.VectorOf("a photo of a dog"), await HttpSample.RunAsync(stub.Url, null));
    }

    [Fact]
    public async Task HostSample_Settings_AreUsed()
    {
        await using var stub = new GridStub();

        var vector = await HostSample.RunAsync([], new() { ["UniBindGrid:Endpoint"] = stub.Url.ToString(), ["UniBindGrid:Model"] = "digits" });

        Assert.Equal(GridStub.VectorOf("a photo of a dog", 64), vector.ToArray());
        Assert.Equal("digits", (string?)stub.Calls.Single().Body!["model"]);
    }

    [Fact]
    public async Task MediaSample_GoodAndBad_TellTheItem()
    {
        await using var stub = new GridStub();
        await using var services = stub.Services();
        using var folder = new TempFolder();
        var (photo, empty) = (folder.Write("a.png", [1, 2, 3]), folder.Write("b.png", Array.Empty<byte>()));

        Assert.Equal((2, -1), await MediaSample.RunAsync(services, photo, photo));
        Assert.Equal((0, 1), await MediaSample.RunAsync(services, photo, empty));
    }

    [Fact]
    public async Task PartialSample_UnknownModel_IsCaught()
    {
        await using var stub = new GridStub(call => call switch
        {
            { Path: "/v1/models" } => new StubReply(System.Text.Json.Nodes.JsonNode.Parse("""{"data":[{"id":"digits@7"}]}""")),
            _ when (string?)call.Body!["model"] == "nothing@1" => StubReply.Error(404, "model_not_found", "There is no space 'nothing'."),
            _ => null,
        });
        await using var services = stub.Services();

        Assert.Equal(1, await PartialSample.RunAsync(services));
        Assert.Equal("/v1/models", stub.Calls.Last().Path);
    }

    [Fact]
    public async Task JobSample_Job_IsFollowedToItsEnd()
    {
        await using var stub = new GridStub(call => call.Path == "/v1/jobs"
            ? new StubReply(GridHttpJobsTests.Job((string)call.Body!["id"]!, "running", 0), 202)
            : GridHttpJobsTests.Events(false, GridHttpJobsTests.Job("x", "running", 4), GridHttpJobsTests.Job("x", "done", 9)));
        await using var services = stub.Services();

        var job = await JobSample.RunAsync(services, "/in", "/out");

        Assert.Equal((JobState.Done, 9L), (job.State, job.Embedded));
    }

    [Fact]
    public async Task PipelineSample_SecondCall_ComesFromTheCache()
    {
        await using var stub = new GridStub();
        var services = new ServiceCollection();
        stub.AddTo(services);

        Assert.True(await PipelineSample.RunAsync(services));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task OpenAISample_Server_GivesItsVector()
    {
        await using var stub = new GridStub();

        Assert.Equal(GridStub.VectorOf("a photo of a dog"), (await OpenAISample.RunAsync(stub.Url, "ub_test")).ToArray());
        Assert.Equal(("/v1/embeddings", "Bearer ub_test"), (stub.Calls.Single().Path, stub.Calls.Single().Authorization));
    }
}
