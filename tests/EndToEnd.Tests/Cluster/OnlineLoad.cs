using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// Online requests without pause through the gateways that say that they are ready, as a load balancer would send them: it asks for readiness twice a second, and
/// sends nothing a second time. Every vector is compared with the expected one; the first caller keeps its connections as HttpClient does by default.
/// </summary>
internal sealed class OnlineLoad : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Uri, bool> _gateways = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly HttpClient _default = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly IReadOnlyDictionary<string, float[]> _expected;
    private readonly string[] _texts;
    private readonly Task _work;
    private int _answered;

    /// <summary>Starts callers that send nothing before there is a gateway.</summary>
    /// <param name="callers">How many send at a time.</param>
    /// <param name="model">The model.</param>
    /// <param name="expected">The texts that they send, with their vectors.</param>
    public OnlineLoad(int callers, string model, IReadOnlyDictionary<string, float[]> expected)
    {
        _expected = expected;
        _texts = [.. expected.Keys];
        _work = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, model))).Append(Task.Run(ProbeAsync)));
    }

    /// <summary>The requests that were answered with the right embeddings.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What happened to the others.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Sends to a gateway from when it is ready.</summary>
    /// <param name="ready">The address of its readiness.</param>
    public void Add(Uri ready) => _gateways[ready] = false;

    /// <summary>A gateway that is ready now; null where none is.</summary>
    /// <param name="preferred">This one, while it is.</param>
    public Uri? FindReady(Uri preferred) => _gateways.GetValueOrDefault(preferred) ? preferred : _gateways.FirstOrDefault(g => g.Value).Key;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _default.Dispose();
        _stop.Dispose();
    }

    private async Task ProbeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var gateway in _gateways.Keys)
            {
                try
                {
                    using var answer = await _http.GetAsync(gateway, _stop.Token);
                    _gateways[gateway] = answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    _gateways[gateway] = false;
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    // No probe: no gateway would be left out any more, and none taken in.
                    _gateways[gateway] = false;
                    _failures.Enqueue("readiness: " + e);
                }
            }
            await Task.Delay(Look, _stop.Token);
        }
    }

    private async Task CallAsync(int caller, string model)
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var ready = _gateways.Where(g => g.Value).Select(g => g.Key).ToArray();
            if (ready.Length == 0)
            {
                await Task.Delay(Look / 10, _stop.Token);
                continue;
            }
            var gateway = ready[(caller + i) % ready.Length];
            var text = _texts[(caller * 31 + i) % _texts.Length];
            try
            {
                using var answer = await (caller == 0 ? _default : _http).PostAsJsonAsync(new Uri(gateway, "/v1/embeddings"), new { model, input = text }, _stop.Token);
                var body = await answer.Content.ReadAsStringAsync(_stop.Token);
                if (answer.StatusCode != HttpStatusCode.OK)
                    _failures.Enqueue($"{(int)answer.StatusCode} {body}");
                else if (BatchVectors.Distance(_expected[text], [.. JsonNode.Parse(body)!["data"]![0]!["embedding"]!.AsArray().Select(v => (float)v!)]) > BatchVectors.Tolerance)
                    _failures.Enqueue($"a wrong vector of '{text}'");
                else
                    Interlocked.Increment(ref _answered);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // Whatever it is: a caller that ends silently would hide it, and all that comes after.
                _failures.Enqueue($"caller {caller}: {e}");
            }
        }
    }
}
