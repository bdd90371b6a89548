using System.Diagnostics;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Serve;

/// <summary>A server that is measured: the grid, or what a user would run instead.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Url = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Url { get; }

    /// <summary>Starts <c>unibind serve</c> and waits until it is ready.</summary>
    /// <param name="program">The command.</param>
    /// <param name="pack">The pack to serve.</param>
    /// <param name="data">Its data directory.</param>
    /// <param name="threads">Threads within a Run, 0 for the default.</param>
    public static async Task<ServerProcess> GridAsync(string program, string pack, string data, int threads)
    {
        var port = LoopbackPorts.Next();
        var server = Start(program, ["serve", "--pack", pack, "--data", data, "--http-port", $"{port}", .. threads > 0 ? (string[])["--encode-threads", $"{threads}"] : []], port);
        await server.WaitAsync("health/ready");
        return server;
    }

    /// <summary>Starts the plain Node server; its packages are under <paramref name="modules"/>. <paramref name="threads"/> within a Run, 0 for the default.</summary>
    public static async Task<ServerProcess> NodeAsync(string modules, string model, string vocabulary, int threads)
    {
        var port = LoopbackPorts.Next();
        var script = Path.Combine(modules, "server.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "peer", "server.mjs"), script, overwrite: true);
        var server = Start("node", [script, model, vocabulary, $"{port}", $"{threads}"], port);
        await server.WaitAsync("");
        return server;
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ServerProcess Start(string program, string[] arguments, int port)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new ServerProcess(process, port);
    }

    private async Task WaitAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2) && !_process.HasExited; await Task.Delay(100))
        {
            try
            {
                using var answer = path.Length > 0 ? await client.GetAsync(path) : await client.PostAsync("v1/embeddings", new StringContent("""{"input":"warm","model":"m"}"""));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
        throw new InvalidOperationException($"The server at {Url} did not become ready.");
    }
}
