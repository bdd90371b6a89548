using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>
/// Online requests without pause through the gateways that say that they are ready, as a load balancer would send them: it asks for readiness twice a second, and
/// sends nothing a second time.
/// </summary>
internal sealed class OnlineLoad : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Uri, bool> _gateways = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Task _work;
    private int _answered;

    public OnlineLoad(int callers, string model) =>
        _work = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, model))).Append(Task.Run(ProbeAsync)));

    /// <summary>The requests that were answered with embeddings.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What happened to the others.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Sends to a gateway from when it is ready.</summary>
    /// <param name="ready">The address of its readiness.</param>
    public void Add(Uri ready) => _gateways[ready] = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
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
            try
            {
                using var answer = await _http.PostAsJsonAsync(new Uri(gateway, "/v1/embeddings"), new { model, input = $"caller {caller}, request {i}" }, _stop.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                    Interlocked.Increment(ref _answered);
                else
                    _failures.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(_stop.Token)}");
            }
            catch (HttpRequestException e)
            {
                _failures.Enqueue(e.ToString());
            }
        }
    }
}
