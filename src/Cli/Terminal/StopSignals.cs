using System.Runtime.InteropServices;

namespace UniBind.Grid.Cli;

/// <summary>Ctrl+C and SIGTERM. The first asks the command to stop, which may finish the shards at work; the second ends the process at once.</summary>
/// <remarks>Thread-safe. The parser's own handling would end the process two seconds after the first.</remarks>
internal sealed class StopSignals : IDisposable
{
    /// <summary>The exit code of a process that Ctrl+C ended, 128 + 2, as shells have it.</summary>
    private const int Interrupted = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _exit;
    private int _signals;

    /// <summary>Listens from now on.</summary>
    /// <param name="exit">Ends the process with an exit code; <see cref="Environment.Exit"/> by default.</param>
    public StopSignals(Action<int>? exit = null)
    {
        _exit = exit ?? Environment.Exit;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Takes a signal.</summary>
    internal void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
            _exit(Interrupted);
        else
            _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }
}
