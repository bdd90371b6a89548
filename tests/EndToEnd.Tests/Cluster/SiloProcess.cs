using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>One silo of a cluster in a process of its own, which a test can kill, freeze and stop.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(Process process, string name)
    {
        _process = process;
        Name = name;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>The port between silos.</summary>
    public int SiloPort => int.Parse(SiloPortText().Match(Output).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Every port that the silo says it listens on.</summary>
    public int[] Ports => [.. PortText().Matches(Output).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>The address of its readiness.</summary>
    public Uri Ready => new(ReadyText().Match(Output).Value);

    /// <summary>What the process wrote, for messages of failed tests.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts <c>unibind serve</c> and waits until the silo is a member of its cluster.</summary>
    /// <param name="home">The data directory, whose folder of spaces the silos of a cluster share.</param>
    /// <param name="name">The silo's name.</param>
    /// <param name="arguments">More of the command line: cluster, roles, packs.</param>
    public static Task<SiloProcess> StartAsync(string home, string name, params string[] arguments) => StartAsync(home, name, null, ["serve", "--name", name, .. arguments]);

    /// <summary>Starts a whole command line with an environment, and waits until the silo is a member of its cluster.</summary>
    public static async Task<SiloProcess> StartAsync(string home, string name, IReadOnlyDictionary<string, string>? environment, string[] command)
    {
        var silo = new SiloProcess(UniBindCommand.Start(home, environment, command), name);
        try
        {
            var ended = silo._process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.WhenAny(silo._up.Task, ended).WaitAsync(StartLimit, TestContext.Current.CancellationToken);
            Assert.True(silo._up.Task.IsCompleted, $"The silo '{name}' did not start: {silo.Output}");
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process without a farewell.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Freezes the process: it lives, and answers nobody.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets a frozen process go on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Asks the silo to stop.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Asks the silo to stop and waits until it did.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopLimit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits until the process ended by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopLimit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        // SIGKILL ends frozen processes, too.
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.Contains("/health/ready", StringComparison.Ordinal))
            _up.TrySetResult();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.True(kill.ExitCode == 0, $"The silo '{Name}' could not be sent SIG{signal}: it ended by itself: {Output}");
    }

    [GeneratedRegex(@"silo port (\d+)")]
    private static partial Regex SiloPortText();

    [GeneratedRegex(@"(?:port |localhost:)(\d+)")]
    private static partial Regex PortText();

    [GeneratedRegex(@"http://\S+/health/ready")]
    private static partial Regex ReadyText();
}
