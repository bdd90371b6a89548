using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

public sealed class JobTests(ApiFixture api)
{
    [Fact]
    public async Task Job_SubmittedAndWatched_EndsWithItsItems()
    {
        var id = Corpus("watched", 3);
        var (status, body, response) = await api.PostAsync("/v1/jobs", new { id, source = "watched", output = "watched-out", space = "classic@0", priority = "high", max_errors = 0.5 });
        Assert.True(status == 202, body.ToString());
        Assert.Equal("/v1/jobs/watched", response.Headers.Location!.ToString());

        var events = await EventsAsync($"/v1/jobs/{id}/events");
        var last = events[^1];
        Assert.Contains("event: end", last, StringComparison.Ordinal);
        Assert.Contains("id: end-done", last, StringComparison.Ordinal);
        var job = JsonSerializer.Deserialize<JsonElement>(last[(last.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        Assert.Equal(("done", 3), (job.GetProperty("state").GetString(), job.GetProperty("embedded").GetInt64()));
        Assert.True(File.Exists(Path.Combine(api.Folder, "watched-out", "_SUCCESS")));

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/events");
        again.Headers.Add("Last-Event-ID", "end-done");
        Assert.Equal(204, (int)(await api.Http.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);

        (status, body) = await api.GetAsync($"/v1/jobs/{id}");
        Assert.Equal((200, "done"), (status, body.GetProperty("state").GetString()));
        (_, body) = await api.GetAsync("/v1/jobs?limit=1");
        Assert.Single(body.GetProperty("data").EnumerateArray());
        foreach (var verb in (string[])["pause", "resume", "cancel"])
            Assert.Equal(409, (await api.PostTextAsync($"/v1/jobs/{id}/{verb}", "")).Status);

        // The earlier job by its id: everything is carried over.
        (status, body, _) = await api.PostAsync("/v1/jobs", new { id = "after", source = "watched", output = "after-out", space = "classic", since = id });
        Assert.True(status == 202, body.ToString());
        last = (await EventsAsync("/v1/jobs/after/events"))[^1];
        Assert.Contains("\"carried\":3", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"source":"a"}""", 400)]
    [InlineData("""{"source":"a","output":"b","colour":"red"}""", 400)]
    [InlineData("""{"source":"a","output":"b","limit":"many"}""", 400)]
    [InlineData("""{"source":"a","output":"b","limit":0}""", 400)]
    [InlineData("""{"source":"a","output":"b","priority":"urgent"}""", 400)]
    [InlineData("""{"source":"a","output":"b","modalities":["smell"]}""", 400)]
    [InlineData("""{"source":"a","output":"b","append":true}""", 400)]
    [InlineData("""{"source":"a","output":"b","max_errors":2}""", 400)]
    [InlineData("""{"source":"../../etc","output":"b"}""", 400)]
    [InlineData("""{"id":"../x","source":"a","output":"b"}""", 400)]
    [InlineData("""{"source":"a","output":"b","space":"unknown@3"}""", 404)]
    [InlineData("""{"source":"a","output":"b","space":"unknown"}""", 404)]
    public async Task Job_ThatIsWrong_IsRefused(string request, int expected)
    {
        Corpus("a", 1);
        var (status, body) = await api.PostTextAsync("/v1/jobs", request);
        Assert.True(status == expected, $"{status}: {body}");
        Assert.False(string.IsNullOrEmpty(body.GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Job_Unknown_Is404()
    {
        foreach (var path in (string[])["/v1/jobs/none", "/v1/jobs/none/events"])
            Assert.Equal(404, (await api.GetAsync(path)).Status);
        foreach (var verb in (string[])["pause", "resume", "cancel"])
            Assert.Equal(404, (await api.PostTextAsync($"/v1/jobs/none/{verb}", "")).Status);
        Assert.Equal(400, (await api.GetAsync("/v1/jobs?limit=x")).Status);
    }

    private string Corpus(string name, int items)
    {
        Directory.CreateDirectory(Path.Combine(api.Folder, name));
        for (var i = 0; i < items; i++)
            File.WriteAllText(Path.Combine(api.Folder, name, $"{i}.txt"), $"Text {i} of {name}.");
        return name;
    }

    private async Task<string[]> EventsAsync(string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var response = await api.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return (await response.Content.ReadAsStringAsync(limit.Token)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
