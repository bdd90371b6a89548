using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Testing;

/// <summary>A Redis server of a test's own, on a free loopback port with a folder of its own. It can be stopped and started again with its data.</summary>
internal sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly string _program;
    private readonly TempFolder _folder = new();
    private Process? _process;

    private RedisServer(string program, int port) => (_program, Port) = (program, port);

    public int Port { get; }

    /// <summary>The address as <c>--cluster</c> takes it.</summary>
    public string Address => $"redis://127.0.0.1:{Port}";

    /// <summary>Starts a server; skips the calling test where redis-server is not installed.</summary>
    public static RedisServer Start()
    {
        var program = Tools.Require("redis-server");
        for (var tries = 0; ; tries++)
        {
            var server = new RedisServer(program, LoopbackPorts.Next());
            try
            {
                server.StartAgain();
                return server;
            }
            catch (InvalidOperationException) when (tries < 3)
            {
                // Somebody else took the port in between.
                server.Dispose();
            }
        }
    }

    /// <summary>Starts a stopped server on its port and data.</summary>
    public void StartAgain()
    {
        var info = new ProcessStartInfo(_program) { RedirectStandardOutput = true, WorkingDirectory = _folder.Path };
        string[] arguments = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--logfile", "redis.log"];
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        _process = Process.Start(info)!;
        var start = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Limit)
                throw new InvalidOperationException($"redis-server did not start on port {Port}: {ReadLog()}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Ends the server as a crash would; everything that it acknowledged is on disk.</summary>
    public void Stop()
    {
        if (_process is null)
            return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    /// <summary>True when the server answers PING; while it loads its data it does not.</summary>
    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            using var stream = client.GetStream();
            stream.ReadTimeout = 1_000;
            stream.Write("PING\r\n"u8);
            Span<byte> answer = stackalloc byte[5];
            stream.ReadExactly(answer);
            return answer.SequenceEqual("+PONG"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private string ReadLog()
    {
        var log = Path.Combine(_folder.Path, "redis.log");
        return File.Exists(log) ? File.ReadAllText(log) : "it wrote nothing";
    }
}
