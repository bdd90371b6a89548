using System.Net.Http.Headers;

namespace UniBind.Grid.Silo.Tests;

public sealed class ErrorTests(ApiFixture api)
{
    [Theory]
    [InlineData(GridErrorKind.Refused, 400, null)]
    [InlineData(GridErrorKind.NotFound, 404, null)]
    [InlineData(GridErrorKind.Conflict, 409, null)]
    [InlineData(GridErrorKind.TooLarge, 413, null)]
    [InlineData(GridErrorKind.Overloaded, 429, "3")]
    [InlineData(GridErrorKind.Unavailable, 503, "3")]
    [InlineData(GridErrorKind.DeadlineExceeded, 504, null)]
    public async Task Error_OfTheGrid_HasItsStatusInEveryShape(GridErrorKind kind, int expected, string? retryAfter)
    {
        var model = "fails-" + kind;
        api.Grid.Scripted.Embeddings[model] = (_, _, _) => throw new GridException("It does not work.") { Kind = kind, RetryAfter = retryAfter is null ? null : TimeSpan.FromSeconds(2.1) };
        var (status, body, response) = await api.PostAsync("/v1/embeddings", new { model, input = "a" });
        Assert.Equal((expected, "It does not work."), (status, body.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(retryAfter, response.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null);

        (status, body, _) = await api.PostAsync("/v2/embed", new { model, texts = new[] { "a" } });
        Assert.Equal((expected, "It does not work."), (status, body.GetProperty("message").GetString()));

        (status, body, _) = await api.PostAsync("/embed", new { model, inputs = "a" });
        Assert.Equal((expected == 400 ? 422 : expected, "It does not work."), (status, body.GetProperty("error").GetString()));
        Assert.Contains(body.GetProperty("error_type").GetString(), (string[])["Validation", "Overloaded", "Unhealthy", "Backend"]);
    }

    [Fact]
    public async Task Error_Unexpected_Is500WithoutInternals()
    {
        api.Grid.Scripted.Embeddings["breaks"] = (_, _, _) => throw new InvalidOperationException("secret detail");
        var (status, body, response) = await api.PostAsync("/v1/embeddings", new { model = "breaks", input = "a" });
        Assert.Equal(500, status);
        Assert.DoesNotContain("secret", body.ToString(), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("x-request-id"));
    }

    [Theory]
    [InlineData("""{"model": "toy", "input": }""", "in line 1 at byte 2")]
    [InlineData("{\n\"model\": nope}", "line 2")]
    [InlineData("[]", "JSON object")]
    [InlineData("", "empty")]
    [InlineData("""{"model":"toy","model":"toy","input":"a"}""", "twice")]
    [InlineData("""{"model":"toy","input":"\ud800"}""", "Unicode")]
    public async Task Error_MalformedJson_Is400WithThePlace(string request, string message)
    {
        var (status, body) = await api.PostTextAsync("/v1/embeddings", request);
        Assert.Equal(400, status);
        Assert.Contains(message, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_DeepJson_Is400()
    {
        var (status, _) = await api.PostTextAsync("/v1/embeddings", $$"""{"model":"toy","input":{{new string('[', 5000)}}{{new string(']', 5000)}}}""");
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Error_OfRouting_IsJson()
    {
        var (status, body) = await api.GetAsync("/nowhere");
        Assert.Equal((404, "not_found"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        (status, body) = await api.GetAsync("/v1/embeddings");
        Assert.Equal((405, "method_not_allowed"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        (status, body) = await api.PostTextAsync("/v1/embeddings", "model=toy", "application/x-www-form-urlencoded");
        Assert.Equal((415, "unsupported_media_type"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        (status, body) = await api.GetAsync("/embed");
        Assert.Equal((405, "Validation"), (status, body.GetProperty("error_type").GetString()));
    }

    [Fact]
    public async Task Error_CompressedBody_Is415()
    {
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(415, (int)(await api.Http.PostAsync("/v1/embeddings", content, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("abc-123", "abc-123")]
    [InlineData("with blank", null)]
    public async Task RequestId_OfTheCaller_ComesBackWhenItIsPlain(string asked, string? expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.TryAddWithoutValidation("x-request-id", asked);
        using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var id = response.Headers.GetValues("x-request-id").Single();
        Assert.Equal(expected ?? id, id);
        Assert.NotEqual("with blank", id);
    }

    [Fact]
    public async Task Timeout_NoNumber_Is400()
    {
        api.Grid.Scripted.Embeddings[Toy.Model] = Toy.Embed;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/embeddings") { Content = new StringContent("""{"model":"toy","input":"a"}""", new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("x-request-timeout", "soon");
        Assert.Equal(400, (int)(await api.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }
}
