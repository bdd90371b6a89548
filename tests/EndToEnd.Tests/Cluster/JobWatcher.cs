using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Follows a job by server-sent events, as a browser would: it opens its stream again at a gateway that is ready, with the id of its last event, until it sees the end.</summary>
internal sealed class JobWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Func<Uri?> _gateway;
    private readonly string _jobId;
    private readonly ConcurrentQueue<string> _messages = new();
    private string? _lastId;

    /// <summary>Starts to watch.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="gateway">Finds a gateway that is ready; null where none is.</param>
    public JobWatcher(string jobId, Func<Uri?> gateway)
    {
        _jobId = jobId;
        _gateway = gateway;
        End = Task.Run(WatchAsync);
    }

    /// <summary>The state in the end event of a job that has ended.</summary>
    public Task<string> End { get; }

    /// <summary>The streams that were opened.</summary>
    public int Streams { get; private set; }

    /// <summary>The events that were seen.</summary>
    public int Events { get; private set; }

    /// <summary>What the events told besides numbers.</summary>
    public IReadOnlyCollection<string> Messages => _messages;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(End);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task<string> WatchAsync()
    {
        while (true)
        {
            if (_gateway() is not { } gateway)
            {
                await Task.Delay(Pause, _stop.Token);
                continue;
            }
            try
            {
                if (await ReadAsync(new Uri(gateway, $"/v1/jobs/{_jobId}/events")) is { } end && end is not ("paused" or "running"))
                    return end;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The gateway went; another one has the stream.
            }
            await Task.Delay(Pause, _stop.Token);
        }
    }

    /// <summary>Reads a stream to its end; the state of its end event, null where it has none.</summary>
    private async Task<string?> ReadAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (_lastId is not null)
            request.Headers.Add("Last-Event-ID", _lastId);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
            return null;
        Streams++;
        await using var stream = await answer.Content.ReadAsStreamAsync(_stop.Token);
        var parser = SseParser.Create(stream);
        await foreach (var item in parser.EnumerateAsync(_stop.Token))
        {
            Events++;
            if ((string?)JsonNode.Parse(item.Data)!["message"] is { } message)
                _messages.Enqueue(message);
            if (item.EventType == "end")
            {
                // A pause is an end of the stream alone: the next one begins afresh.
                _lastId = null;
                return (string)JsonNode.Parse(item.Data)!["state"]!;
            }
            _lastId = parser.LastEventId;
        }
        return null;
    }
}
