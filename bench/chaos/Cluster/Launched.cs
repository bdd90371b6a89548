using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>A process that the runner started. It is ended by its id, however the runner ends.</summary>
internal sealed class Launched : IDisposable
{
    private static readonly string[] Signals = ["-KILL", "-STOP", "-CONT", "-TERM"];
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamWriter _log;

    private Launched(ProcessStartInfo info, string log, string? readyWhen)
    {
        _log = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        void Hear(string? line)
        {
            if (line is null)
                return;
            lock (_log)
            {
                if (_log.BaseStream.CanWrite)
                    _log.WriteLine(line);
            }
            const string port = "silo port ";
            if (SiloPort == 0 && line.IndexOf(port, StringComparison.Ordinal) is var at and >= 0)
                SiloPort = int.Parse(line[(at + port.Length)..].Split(',')[0], CultureInfo.InvariantCulture);
            if (readyWhen is not null && line.Contains(readyWhen, StringComparison.Ordinal))
                _ready.TrySetResult();
        }
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"'{info.FileName} {string.Join(' ', info.ArgumentList)}' ended; its log is {log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The port between silos, from the line <c>silo port N</c>; 0 before.</summary>
    public int SiloPort { get; private set; }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to add.</param>
    /// <param name="log">The file that its output is added to.</param>
    /// <param name="readyWhen">The text of the output line that says that it is ready.</param>
    public static Launched Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string log, string? readyWhen)
    {
        var info = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in command.Skip(1))
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return new Launched(info, log, readyWhen);
    }

    /// <summary>Waits for the line that says that it is ready.</summary>
    public Task ReadyAsync(TimeSpan limit, CancellationToken ct) => _ready.Task.WaitAsync(limit, ct);

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => Signal("-KILL");

    /// <summary>SIGSTOP: the process freezes and does not know.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>SIGCONT.</summary>
    public void Continue() => Signal("-CONT");

    public void Dispose()
    {
        // A stopped process dies of SIGKILL, too.
        if (IsRunning)
            Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
        lock (_log)
            _log.Dispose();
    }

    private void Signal(string signal)
    {
        if (!Signals.Contains(signal) || _process.HasExited)
            return;
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
