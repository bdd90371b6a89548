using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>
/// An HTTP proxy in front of a storage server that breaks a fraction of the requests, from a seed: it answers 500 or 503, waits, cuts the connection before
/// or after the server did what was asked (so that the client does not know), and cuts answers short.
/// </summary>
/// <remarks>Thread-safe. One connection to the server for each of a client's.</remarks>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly IPEndPoint _server;
    private readonly Random _random;
    private readonly Task _accepting;
    private double _fraction;
    private bool _slow;
    private long _faults;

    /// <summary>Starts the proxy; it passes everything until it is told to disturb.</summary>
    public FaultProxy(IPEndPoint server, int seed)
    {
        _server = server;
        _random = new Random(seed);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Requests that were broken so far.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Breaks this fraction of requests from now on; when slow, it only delays them.</summary>
    public void Disturb(double fraction, bool slow)
    {
        lock (_random)
            (_fraction, _slow) = (fraction, slow);
    }

    /// <summary>Passes everything from now on.</summary>
    public void Calm() => Disturb(0, slow: false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _connections.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var serving = ServeAsync(client);
            _connections[serving] = 0;
            _ = serving.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(_server, _stop.Token);
            var (near, far) = (client.GetStream(), server.GetStream());
            while (await HttpMessage.ReadAsync(near, _stop.Token) is { } request && await AnswerAsync(request, near, far))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidDataException)
        {
            // One side hung up; so does the proxy.
        }
    }

    /// <summary>Passes one request and its answer, or breaks them.</summary>
    /// <returns>False when the connection is to be closed.</returns>
    private async Task<bool> AnswerAsync(HttpMessage request, NetworkStream near, NetworkStream far)
    {
        var (fault, amount) = Draw();
        if (fault != ProxyFault.None)
            Interlocked.Increment(ref _faults);
        if (fault == ProxyFault.Delay)
            await Task.Delay(TimeSpan.FromSeconds(0.1 + 3 * amount), _stop.Token);
        if (fault is ProxyFault.Error or ProxyFault.Busy)
        {
            // The body was read already: an answer in the middle of an upload would be a cut connection.
            var status = fault == ProxyFault.Error ? "500 Internal Server Error" : "503 Service Unavailable";
            await near.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            return false;
        }
        if (fault == ProxyFault.CutBefore)
            return false;
        await request.WriteAsync(far, request.Length, _stop.Token);
        var answer = await HttpMessage.ReadAsync(far, _stop.Token, answerTo: request);
        if (answer is null || fault == ProxyFault.CutAfter)
            return false;
        if (fault == ProxyFault.Truncate)
        {
            await answer.WriteAsync(near, (int)(answer.Length * amount), _stop.Token);
            return false;
        }
        await answer.WriteAsync(near, answer.Length, _stop.Token);
        return !answer.Closes && !request.Closes;
    }

    private (ProxyFault Fault, double Amount) Draw()
    {
        lock (_random)
        {
            var (hit, kind, amount) = (_random.NextDouble() < _fraction, _random.Next(1, 6), _random.NextDouble());
            return (!hit ? ProxyFault.None : _slow ? ProxyFault.Delay : (ProxyFault)kind, amount);
        }
    }
}
