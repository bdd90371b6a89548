using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// Callers that send texts to one gateway without pause and check every vector. A refusal counts as clear when it is 429 or 503 with <c>Retry-After</c> and a sentence that is not the runtime's;
/// its caller waits as it is told and sends the same again, until it is answered. Everything else is a failure.
/// </summary>
internal sealed class VerifiedLoad : IAsyncDisposable
{
    private const int ItemsPerRequest = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly IReadOnlyDictionary<string, float[]> _expected;
    private readonly string[] _texts;
    private readonly Uri _address;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly ConcurrentDictionary<int, long> _under = new();
    private readonly Task _work;
    private volatile bool _stop;
    private int _sent;
    private int _answered;

    /// <summary>Starts the callers.</summary>
    /// <param name="gateway">Any address of the gateway.</param>
    /// <param name="callers">How many send at a time.</param>
    /// <param name="expected">The texts that they send, with their vectors.</param>
    public VerifiedLoad(Uri gateway, int callers, IReadOnlyDictionary<string, float[]> expected)
    {
        _expected = expected;
        _texts = [.. expected.Keys];
        _address = new Uri(gateway, "/v1/embeddings");
        _work = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));
    }

    /// <summary>Requests begun, repetitions not counted.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests answered with the right vectors.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What was told to those who were to come back.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>What must not happen.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Requests that are under way for longer than a time.</summary>
    public int CountHanging(TimeSpan time) => _under.Values.Count(start => Stopwatch.GetElapsedTime(start) > time);

    /// <summary>Waits until so many more requests are answered.</summary>
    public Task WaitForAnswersAsync(int more)
    {
        var goal = Answered + more;
        return WaitAsync(() => Answered >= goal, $"{more} more answers");
    }

    /// <summary>Waits until something is so.</summary>
    public async Task WaitAsync(Func<bool> condition, string what)
    {
        for (var start = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(10, TestContext.Current.CancellationToken))
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{what} did not come: {this}");
    }

    /// <summary>Lets the callers end what they have begun.</summary>
    public async Task StopAsync()
    {
        _stop = true;
        await _work.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
    }

    public override string ToString() => $"{Sent} sent, {Answered} answered, {Refusals.Count} told to come back ({Refusals.FirstOrDefault()}), {Failures.Count} failed ({Failures.FirstOrDefault()})";

    public async ValueTask DisposeAsync()
    {
        _stop = true;
        await Task.WhenAny(_work, Task.Delay(TimeSpan.FromSeconds(10)));
        _http.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        for (var i = caller; !_stop; i++)
        {
            Interlocked.Increment(ref _sent);
            var input = Enumerable.Range(0, ItemsPerRequest).Select(k => _texts[(i * ItemsPerRequest + k * 7) % _texts.Length]).ToArray();
            var begin = Stopwatch.GetTimestamp();
            try
            {
                while (!await SendAsync(caller, input))
                {
                    if (Stopwatch.GetElapsedTime(begin) < Patience)
                        continue;
                    _failures.Enqueue($"refused for {Patience.TotalSeconds} s, last: {_refusals.LastOrDefault()}");
                    break;
                }
            }
            catch (Exception e)
            {
                // A caller that ends silently would hide what it saw.
                _failures.Enqueue(e.ToString());
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Sends a request; false when its caller is to come back and has waited for it.</summary>
    private async Task<bool> SendAsync(int caller, string[] input)
    {
        _under[caller] = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _http.PostAsJsonAsync(_address, new { model = RealServer.Pack, input });
            _under.TryRemove(caller, out _);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Check(input, body);
                return true;
            }
            var isClear = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                && answer.Headers.RetryAfter?.Delta is not null
                && (string?)JsonNode.Parse(body)!["error"]!["message"] is { Length: > 10 } message && !message.Contains("Orleans", StringComparison.OrdinalIgnoreCase);
            if (!isClear)
            {
                _failures.Enqueue($"{(int)answer.StatusCode}, Retry-After {answer.Headers.RetryAfter}: {body}");
                return true;
            }
            _refusals.Enqueue(body);
            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
            return false;
        }
        finally
        {
            _under.TryRemove(caller, out _);
        }
    }

    private void Check(string[] input, string body)
    {
        var data = JsonNode.Parse(body)!["data"]!.AsArray();
        for (var i = 0; i < input.Length; i++)
        {
            var vector = data.Count == input.Length ? data[i]!["embedding"]!.AsArray().Select(v => (float)v!).ToArray() : [];
            if (BatchVectors.Distance(_expected[input[i]], vector) > BatchVectors.Tolerance)
            {
                _failures.Enqueue($"a wrong vector of '{input[i]}', place {i} of {data.Count}");
                return;
            }
        }
        Interlocked.Increment(ref _answered);
    }
}
