using System.Net;
using System.Text.Json;

namespace UniBind.Grid.Silo.Tests;

public sealed class KeysTests
{
    [Fact]
    public async Task Request_NoKey_401WithChallengeAndOpenAiError()
    {
        await using var server = await AccessServer.StartAsync(keys: f => AccessServer.Key(f, "a", AccessScopes.Embed));
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("error");
        Assert.Equal("authentication_error", error.GetProperty("type").GetString());
        Assert.Equal("invalid_api_key", error.GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
        Assert.Contains("API key", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorization", "Bearer {0}", 200)]
    [InlineData("authorization", "bearer {0}", 200)]
    [InlineData("x-api-key", "{0}", 200)]
    [InlineData("api-key", "{0}", 200)]
    [InlineData("authorization", "Basic {0}", 401)]
    [InlineData("authorization", "{0}", 401)]
    [InlineData("x-api-key", "{0}0", 401)]
    [InlineData("x-api-key", "", 401)]
    [InlineData("authorization", "Bearer", 401)]
    public async Task Request_KeyInHeader_TakenAsItSays(string header, string form, int status)
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", AccessScopes.Embed));
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", change: r => r.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, key)));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Request_TwoDifferentKeys_Refused()
    {
        var (good, other) = ("", "");
        await using var server = await AccessServer.StartAsync(keys: f => (good, other) = (AccessServer.Key(f, "a", AccessScopes.Embed), AccessServer.Key(f, "b", AccessScopes.Embed)));
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", good, change: r => r.Headers.Add("x-api-key", other));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("embed", 200, 403, 403)]
    [InlineData("jobs", 403, 200, 403)]
    [InlineData("admin", 200, 200, 200)]
    public async Task Request_Scope_OpensItsEndpointsAndNoOthers(string scope, int embed, int jobs, int admin)
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", scope));
        Assert.Equal((embed, jobs, admin), (await server.StatusAsync("/embed-ok", key), await server.StatusAsync("/jobs-ok", key), await server.StatusAsync("/admin-ok", key)));
        Assert.Equal(200, await server.StatusAsync("/says-nothing", key));
        Assert.Equal(404, await server.StatusAsync("/is-not-there", key));
        Assert.Equal(401, await server.StatusAsync("/says-nothing"));
        Assert.Equal(401, await server.StatusAsync("/is-not-there"));
    }

    [Fact]
    public async Task Request_WrongScope_403NamesTheMissingOne()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", AccessScopes.Embed));
        using var response = await server.SendAsync(HttpMethod.Get, "/jobs-ok", key);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("scope=\"jobs\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("'jobs'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ExpiredKey_401SaysSo()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f =>
            key = AccessServer.Key(f, "a", k => k with { Created = DateTimeOffset.UtcNow.AddDays(-2), Expires = DateTimeOffset.UtcNow.AddDays(-1) }, AccessScopes.Embed).Text);
        using var response = await server.SendAsync(HttpMethod.Get, "/embed-ok", key);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("expired", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_WhileServerRuns_KeyIsRefusedWithinARefresh()
    {
        var (key, text) = (default(ApiKey), "");
        await using var server = await AccessServer.StartAsync(keys: f => (key, text) = AccessServer.Key(f, "a", k => k, AccessScopes.Embed));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", text));
        ApiKeys.Revoke(server.Keys, key!.Id, DateTimeOffset.UtcNow);
        await UntilAsync(async () => await server.StatusAsync("/embed-ok", text) == 401);
    }

    [Fact]
    public async Task Rotate_WithGrace_BothAreGoodUntilItEnds()
    {
        var (key, old) = (default(ApiKey), "");
        await using var server = await AccessServer.StartAsync(keys: f => (key, old) = AccessServer.Key(f, "a", k => k, AccessScopes.Embed));
        var (_, fresh) = ApiKeys.Rotate(server.Keys, key!.Id, TimeSpan.FromHours(1), DateTimeOffset.UtcNow);
        await UntilAsync(async () => await server.StatusAsync("/embed-ok", fresh) == 200);
        Assert.Equal(200, await server.StatusAsync("/embed-ok", old));

        var keys = new ApiKeySet(server.Keys.Read());
        Assert.Null(keys.Find(old, DateTimeOffset.UtcNow.AddHours(2)).Key);
        Assert.NotNull(keys.Find(fresh, DateTimeOffset.UtcNow.AddHours(2)).Key);

        (_, var last) = ApiKeys.Rotate(server.Keys, key.Id, TimeSpan.Zero, DateTimeOffset.UtcNow);
        await UntilAsync(async () => await server.StatusAsync("/embed-ok", last) == 200);
        Assert.Equal(401, await server.StatusAsync("/embed-ok", fresh));
        Assert.Equal(401, await server.StatusAsync("/embed-ok", old));
    }

    [Fact]
    public async Task File_BrokenWhileServerRuns_KeepsTheLastGoodKeysAndSaysSo()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", AccessScopes.Embed));
        var good = await File.ReadAllBytesAsync(server.Keys.Path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(server.Keys.Path, "{ \"version\": 1, \"keys\": [ {", TestContext.Current.CancellationToken);
        await UntilAsync(() => Task.FromResult(server.Log.Any(l => l.Contains("stay in force", StringComparison.Ordinal))));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));

        File.Delete(server.Keys.Path);
        await UntilAsync(() => Task.FromResult(server.Log.Any(l => l.Contains("is gone", StringComparison.Ordinal))));
        Assert.Equal(401, await server.StatusAsync("/embed-ok"));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));

        await File.WriteAllBytesAsync(server.Keys.Path, good, TestContext.Current.CancellationToken);
        var (_, second) = AccessServer.Key(server.Keys, "b", k => k, AccessScopes.Embed);
        await UntilAsync(async () => await server.StatusAsync("/embed-ok", second) == 200);
    }

    [Fact]
    public async Task File_MadeWhileServerRuns_SwitchesKeysOn()
    {
        await using var server = await AccessServer.StartAsync();
        Assert.Equal(200, await server.StatusAsync("/embed-ok"));
        Assert.Contains(server.Log, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("There are no API keys", StringComparison.Ordinal));
        var key = AccessServer.Key(server.Keys, "a", AccessScopes.Embed);
        await UntilAsync(async () => await server.StatusAsync("/embed-ok") == 401);
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));
    }

    [Fact]
    public async Task HealthAndMetrics_WithKeys_HealthIsFreeAndMetricsAreNot()
    {
        var key = "";
        await using (var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", AccessScopes.Jobs)))
        {
            Assert.Equal(200, await server.StatusAsync("/health/live"));
            Assert.Equal(200, await server.StatusAsync("/health/ready"));
            Assert.Equal(401, await server.StatusAsync("/metrics"));
            Assert.Equal(200, await server.StatusAsync("/metrics", key));
        }
        await using var open = await AccessServer.StartAsync(o => o.Access.OpenMetrics = true, f => AccessServer.Key(f, "a", AccessScopes.Jobs));
        Assert.Equal(200, await open.StatusAsync("/metrics"));
        Assert.Equal(401, await open.StatusAsync("/embed-ok"));
    }

    [Fact]
    public async Task Log_AtDebug_HoldsNoSecret()
    {
        var key = "";
        await using var server = await AccessServer.StartAsync(keys: f => key = AccessServer.Key(f, "a", AccessScopes.Embed));
        Assert.Equal(200, await server.StatusAsync("/embed-ok", key));
        var wrong = key[..^1] + (key[^1] == '0' ? '1' : '0');
        Assert.Equal(401, await server.StatusAsync("/embed-ok", wrong));
        Assert.Equal(403, await server.StatusAsync("/jobs-ok", key));
        await server.SendAsync(HttpMethod.Get, "/embed-ok", change: r => r.Headers.Add("x-api-key", key));
        AccessServer.Key(server.Keys, "b", AccessScopes.Embed);
        await UntilAsync(() => Task.FromResult(server.Log.Any(l => l.Contains("2 API keys", StringComparison.Ordinal))));

        var secret = key[^48..];
        Assert.True(server.Log.Count > 20, "The log has too few lines to say anything.");
        Assert.DoesNotContain(server.Log, l => l.Contains(secret, StringComparison.Ordinal) || l.Contains(wrong[^48..], StringComparison.Ordinal) || l.Contains(ApiKeyText.Hash(key), StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var end = DateTime.UtcNow.AddSeconds(10); !await holds(); await Task.Delay(30))
            Assert.True(DateTime.UtcNow < end, "It did not happen in time.");
    }
}
