using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Client.Tests;

/// <summary>A server of the API's wire forms over real HTTP; what it answers is the test's, embeddings by default.</summary>
internal sealed class GridStub : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<StubCall, StubReply?> _answer;
    private readonly Task _loop;

    public GridStub(Func<StubCall, StubReply?>? answer = null)
    {
        _answer = answer ?? (_ => null);
        for (var tries = 0; ; tries++)
        {
            var port = Random.Shared.Next(20_000, 60_000);
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                _listener.Start();
                Url = new Uri($"http://127.0.0.1:{port}");
                break;
            }
            catch (HttpListenerException) when (tries < 20)
            {
                // The port is taken.
            }
        }
        _loop = Task.Run(LoopAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<StubCall> Calls { get; } = new();

    /// <summary>Services with a client of this server; quick repetitions.</summary>
    public ServiceProvider Services(Action<UniBindGridOptions>? configure = null)
    {
        var services = new ServiceCollection();
        AddTo(services, configure);
        return services.BuildServiceProvider();
    }

    public void AddTo(IServiceCollection services, Action<UniBindGridOptions>? configure = null) => services.AddUniBindGrid(o =>
    {
        o.Endpoint = Url;
        o.ApiKey = "ub_test";
        o.Model = "digits@stable";
        o.RetryDelay = TimeSpan.FromMilliseconds(10);
        configure?.Invoke(o);
    });

    /// <summary>A vector of length 1 that differs by content.</summary>
    public static float[] VectorOf(string content, int dimensions = 8)
    {
        var random = new Random(content.Aggregate(17, (hash, c) => hash * 31 + c));
        var vector = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var norm = Math.Sqrt(vector.Sum(v => (double)v * v));
        return [.. vector.Select(v => (float)(v / norm))];
    }

    /// <summary>The answer to an embeddings request; an empty or "bad" item is an error.</summary>
    public static StubReply Embeddings(StubCall call)
    {
        var inputs = call.Body!["input"] is JsonArray list ? list.ToArray() : [call.Body["input"]];
        var dimensions = (int?)call.Body["dimensions"] ?? 8;
        var base64 = (string?)call.Body["encoding_format"] == "base64";
        var data = inputs.Select((input, i) =>
        {
            var content = input is JsonObject part ? (string?)part["data"] ?? (string)part["text"]! : (string)input!;
            var vector = VectorOf(content, dimensions);
            return content is "" or "bad"
                ? new JsonObject { ["object"] = "error", ["index"] = i, ["error"] = new JsonObject { ["message"] = $"input[{i}]: it holds nothing.", ["type"] = "invalid_request_error", ["param"] = $"input[{i}]", ["code"] = "empty" } }
                : new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : new JsonArray([.. vector.Select(v => (JsonNode)v)]) };
        });

        // In another order than asked for: the index counts.
        return new StubReply(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. data.Reverse()]), ["model"] = "digits@7", ["usage"] = new JsonObject { ["prompt_tokens"] = inputs.Length * 3, ["total_tokens"] = inputs.Length * 3 } });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => ServeAsync(context));
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            var body = context.Request.HasEntityBody ? (await JsonNode.ParseAsync(context.Request.InputStream))!.AsObject() : null;
            var call = new StubCall(Calls.Count + 1, context.Request.HttpMethod, context.Request.Url!.PathAndQuery, context.Request.Headers["Authorization"] ?? "", body, TimeProvider.System.GetTimestamp());
            Calls.Enqueue(call);
            var reply = _answer(call) ?? (call.Path == "/v1/embeddings" ? Embeddings(call) : StubReply.Error(404, "not_found", "There is no such thing."));
            await Task.Delay(reply.Silence);
            var response = context.Response;
            response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers)
                response.Headers[name] = value;
            response.ContentType = reply.Type;
            var bytes = System.Text.Encoding.UTF8.GetBytes(reply.Text ?? reply.Body?.ToJsonString() ?? "");
            if (reply.BreaksOff)
            {
                response.SendChunked = true;
                await response.OutputStream.WriteAsync(bytes);
                await response.OutputStream.FlushAsync();
                await Task.Delay(100);
                response.Abort();
                return;
            }
            response.ContentLength64 = bytes.Length;
            await response.OutputStream.WriteAsync(bytes);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away.
        }
    }
}

internal sealed record StubCall(int Number, string Method, string Path, string Authorization, JsonObject? Body, long At);

internal sealed record StubReply(JsonNode? Body, int Status = 200)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public string Type { get; init; } = "application/json";

    /// <summary>A body that is no JSON.</summary>
    public string? Text { get; init; }

    public TimeSpan Silence { get; init; }

    public bool BreaksOff { get; init; }

    public static StubReply Error(int status, string code, string message, string? retryAfter = null) =>
        new(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = code, ["param"] = null, ["code"] = code } }, status)
        {
            Headers = retryAfter is null ? [] : new() { ["Retry-After"] = retryAfter },
        };
}
