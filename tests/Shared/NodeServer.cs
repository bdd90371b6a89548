using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Testing;

/// <summary>A server from npm (azurite, s3rver) that a test starts on a free loopback port, and that ends with the test.</summary>
internal sealed class NodeServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TempFolder _data;

    private NodeServer(Process process, TempFolder data, int port)
    {
        _process = process;
        _data = data;
        Port = port;
    }

    /// <summary>The loopback port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Azurite's blob service; skips the calling test where it is not installed.</summary>
    public static Task<NodeServer> AzuriteAsync() => StartAsync("azurite-blob", (port, data) =>
        ["--location", data, "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--skipApiVersionCheck", "--disableTelemetry", "--silent"]);

    /// <summary>s3rver with one bucket; skips the calling test where it is not installed.</summary>
    public static Task<NodeServer> S3RverAsync(string bucket) => StartAsync("s3rver", (port, data) =>
        ["--directory", data, "--address", "127.0.0.1", "--port", $"{port}", "--silent", "--configure-bucket", bucket]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _data.Dispose();
    }

    private static async Task<NodeServer> StartAsync(string program, Func<int, string, string[]> arguments)
    {
        var path = Find(program);
        var (port, data) = (LoopbackPorts.Next(), new TempFolder());
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments(port, data.Path))
            start.ArgumentList.Add(argument);

        // s3rver pages its listings with a cipher that newer versions of OpenSSL have retired, and writes into the objects that others read.
        start.Environment["NODE_OPTIONS"] = $"--openssl-legacy-provider --require \"{Path.Combine(AppContext.BaseDirectory, "s3rver-atomic.cjs")}\"";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new NodeServer(process, data, port);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience && !process.HasExited; await Task.Delay(50))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return server;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
        server.Dispose();
        throw new InvalidOperationException($"{program} did not start on port {port}.");
    }

    /// <summary>On PATH, or where the test script installs such servers.</summary>
    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []).ToList();
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "unibind-grid");
        if (Directory.Exists(cache))
            folders.AddRange(Directory.GetDirectories(cache, "azurite*").Select(f => Path.Combine(f, "node_modules", ".bin")));
        var path = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null || OperatingSystem.IsWindows(), $"{program} is not installed (npm install azurite s3rver)");
        return path!;
    }
}
