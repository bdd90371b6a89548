using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Testing;

/// <summary>A local endpoint that speaks OpenAI's chat protocol over real HTTP, streaming; what it answers is the test's.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ChatCall, ChatReply> _answer;
    private readonly Task _loop;
    private int _calls;
    private int _open;

    /// <summary>Listens on a free port of the loopback.</summary>
    public ChatServer(Func<ChatCall, ChatReply> answer)
    {
        _answer = answer;
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

    /// <summary>All calls so far.</summary>
    public ConcurrentQueue<ChatCall> Calls { get; } = new();

    /// <summary>The most calls that were open at the same time.</summary>
    public int MostOpen { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    /// <summary>A JSON array of sentences about the class of a call.</summary>
    public static ChatReply Sentences(ChatCall call) => new(JsonSerializer.Serialize(
        Enumerable.Range(1, call.Data["count"]!.GetValue<int>()).Select(i => $"sentence number {i} of call {call.Number} about it")));

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
            var open = Interlocked.Increment(ref _open);
            MostOpen = Math.Max(MostOpen, open);
            var request = (await JsonNode.ParseAsync(context.Request.InputStream))!.AsObject();
            var call = new ChatCall(Interlocked.Increment(ref _calls), context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"] ?? "", request, TimeProvider.System.GetTimestamp());
            Calls.Enqueue(call);
            var reply = _answer(call);
            await Task.Delay(reply.Silence);
            foreach (var (name, value) in reply.Headers)
                context.Response.Headers[name] = value;
            context.Response.StatusCode = reply.Status;
            if (reply.Status != 200)
                await WriteAsync(context, """{"error":{"message":"no","type":"error"}}""");
            else
                await StreamAsync(context, reply);
            Interlocked.Decrement(ref _open);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away.
        }
    }

    private static async Task StreamAsync(HttpListenerContext context, ChatReply reply)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.SendChunked = true;
        foreach (var piece in (reply.BreaksOff ? reply.Text[..(reply.Text.Length / 2)] : reply.Text).Chunk(40))
        {
            await WriteAsync(context, "data: " + Chunk(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = new string(piece) }, ["finish_reason"] = null }, null) + "\n\n");
            await Task.Delay(reply.Pace);
        }
        if (reply.BreaksOff)
        {
            context.Response.Abort();
            return;
        }
        await WriteAsync(context, "data: " + Chunk(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = "stop" }, null) + "\n\n");
        await WriteAsync(context, "data: " + Chunk(null, new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 7, ["total_tokens"] = 107 }) + "\n\ndata: [DONE]\n\n");
    }

    private static string Chunk(JsonObject? choice, JsonObject? usage) => new JsonObject
    {
        ["id"] = "chat-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1_700_000_000,
        ["model"] = "test",
        ["choices"] = choice is null ? [] : new JsonArray(choice),
        ["usage"] = usage,
    }.ToJsonString();

    private static async Task WriteAsync(HttpListenerContext context, string text)
    {
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        await context.Response.OutputStream.FlushAsync();
    }
}

/// <summary>A call that the server got.</summary>
internal sealed record ChatCall(int Number, string Path, string Authorization, JsonObject Request, long At)
{
    public string System => Request["messages"]![0]!["content"] is JsonArray parts ? parts[0]!["text"]!.GetValue<string>() : Request["messages"]![0]!["content"]!.GetValue<string>();

    /// <summary>The first user message's content.</summary>
    public JsonNode User => Request["messages"]![1]!["content"]!;

    public string UserText => User is JsonArray parts ? parts[0]!["text"]!.GetValue<string>() : User.GetValue<string>();

    /// <summary>The JSON object that the user's message is.</summary>
    public JsonObject Data => JsonNode.Parse(UserText)!.AsObject();

    public string Class => Data["class"]!.GetValue<string>();
}

/// <summary>What the server answers.</summary>
internal sealed record ChatReply(string Text, int Status = 200)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public TimeSpan Silence { get; init; }

    public TimeSpan Pace { get; init; }

    public bool BreaksOff { get; init; }
}
