using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Client.Tests;

public sealed class GridHttpClientTests
{
    [Fact]
    public async Task ClassifyAsync_Items_GetClassesAndErrors()
    {
        await using var stub = new GridStub(_ => new StubReply(JsonNode.Parse("""
            {"object":"list","model":"digits@7","data":[
              {"object":"classification","index":0,"modality":"text","classes":[{"class":"three","score":0.5,"confidence":0.9,"description":"It is a three."}],"margin":0.2,"unknown":false,"truncated":false,"error":null},
              {"object":"error","index":1,"classes":null,"error":{"message":"input[1]: it holds nothing.","type":"invalid_request_error","param":"input[1]","code":"empty"}}]}
            """)));
        await using var services = stub.Services();

        var reply = await services.GetRequiredService<GridHttpClient>().ClassifyAsync([MediaQuery.OfText("3"), MediaQuery.OfText("")], top: 3, cancellationToken: TestContext.Current.CancellationToken);

        var best = Assert.Single(reply.Items[0].Classes);
        Assert.Equal(("three", 0.5f, 0.9f, "It is a three."), (best.Class, best.Score, best.Confidence, best.Description));
        Assert.Equal((1, "empty"), (reply.Items[1].Error!.Index, reply.Items[1].Error!.Code));
        Assert.Equal(3, (int?)stub.Calls.Single().Body!["top"]);
    }

    [Fact]
    public async Task ListModelsAsync_Models_AreRead()
    {
        await using var stub = new GridStub(_ => new StubReply(JsonNode.Parse("""
            {"object":"list","data":[{"id":"digits@7","object":"model","created":1,"owned_by":"unibind","pack":"classic","modalities":["text","image"],"dimension":null,"dimensions":{"text":4,"image":8},"aligned":true,"classes":10,"licence":"MIT"}]}
            """)));
        await using var services = stub.Services();

        var model = Assert.Single(await services.GetRequiredService<GridHttpClient>().ListModelsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("digits@7", 8, 10), (model.Id, model.Dimensions["image"], model.Classes));
    }

    [Fact]
    public async Task GetSpaceAsync_Space_IsReadWithItsVersions()
    {
        await using var stub = new GridStub(_ => new StubReply(JsonNode.Parse("""
            {"object":"space","name":"digits","class_count":2,"classes":["a","b"],"aliases":{"latest":7},"versions":[{"id":"digits@7","version":7,"pack":"classic","manifest":"ff","parent":6,"classes":2,"rows":4,"heads":["image"],"created":"2026-11-23T20:00:00+00:00"}]}
            """)));
        await using var services = stub.Services(o => o.Endpoint = new Uri(o.Endpoint!, "behind/a/proxy"));

        var space = await services.GetRequiredService<GridHttpClient>().GetSpaceAsync("digits", TestContext.Current.CancellationToken);

        Assert.Equal((2, 7, "digits@7"), (space.ClassCount, space.Aliases["latest"], Assert.Single(space.Versions!).Id));
        Assert.Equal("/behind/a/proxy/v1/spaces/digits", Assert.Single(stub.Calls).Path);
    }
}
