using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;

namespace UniBind.Grid.Media;

/// <summary>
/// A child process that works on untrusted content: its output is read on the caller's thread, and it never outlives its time,
/// its output limit, the caller's cancellation or this object.
/// </summary>
/// <remarks>
/// Not thread-safe. Reads wait for output with the same deadline that kills the process, so that not even a descendant that
/// keeps the pipe open can block the caller.
/// </remarks>
internal sealed class GuardedProcess : IDisposable
{
    private const int PipeBytes = 1 << 16;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly ToolLimits _limits;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _killer;
    private readonly Process _process;
    private readonly MemoryWatch? _watch;
    private readonly Task _draining;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(PipeBytes);
    private readonly ToolOutput _errors = new();
    private long _read;
    private volatile bool _outOfMemory;
    private bool _disposed;

    private GuardedProcess(ProcessStartInfo start, string name, ToolLimits limits, bool watchMemory, CancellationToken cancellationToken)
    {
        _name = name;
        _limits = limits;
        _caller = cancellationToken;
        _process = Process.Start(start)!;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _process.StandardInput.Close();
        _draining = DrainErrorsAsync(_process.StandardError.BaseStream, _stop.Token);
        _killer = _stop.Token.UnsafeRegister(self => ((GuardedProcess)self!).Kill(), this);
        _stop.CancelAfter(limits.Time);
        if (watchMemory)
            _watch = new(_process, limits.Memory, () => { _outOfMemory = true; _stop.Cancel(); });
    }

    /// <summary>What the process said on its standard error so far.</summary>
    internal IReadOnlyList<string> Errors => _errors.Lines();

    /// <summary>Starts a process with empty standard input and an environment of PATH alone.</summary>
    /// <param name="command">The program's path and its arguments; a limiter may stand before the program itself.</param>
    /// <param name="name">The program's name in messages.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="watchMemory">True to poll the working set.</param>
    /// <param name="cancellationToken">Kills the process and its descendants.</param>
    /// <exception cref="ItemException">It cannot be started.</exception>
    internal static GuardedProcess Start(IReadOnlyList<string> command, string name, ToolLimits limits, bool watchMemory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        KeepOnly(start, "PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP");
        try
        {
            return new(start, name, limits, watchMemory, cancellationToken);
        }
        catch (Win32Exception e)
        {
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.MissingTool, $"{name} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Reads output into the buffer until it is full or the output ends.</summary>
    /// <returns>The bytes read; fewer than asked for at the end only.</returns>
    /// <exception cref="ItemException">A limit is exceeded; the process is dead then.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    internal int Read(Span<byte> destination)
    {
        var done = 0;
        while (done < destination.Length)
        {
            var count = ReadSome(Math.Min(_buffer.Length, destination.Length - done));
            if (count == 0)
                break;
            _buffer.AsSpan(0, count).CopyTo(destination[done..]);
            done += count;
        }
        return done;
    }

    /// <summary>Drops what is left of the output, waits for the exit and judges it.</summary>
    /// <exception cref="ItemException">A limit is exceeded, or the process failed.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    internal void Finish()
    {
        while (ReadSome(_buffer.Length) > 0)
        {
        }
        try
        {
            _process.WaitForExitAsync(_stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw Stopped();
        }
        _draining.Wait(Grace, CancellationToken.None);
        if (_process.ExitCode != 0)
            throw ToolFailure.Of(_name, _process.ExitCode, Errors, _limits);
    }

    /// <summary>Kills the process with its descendants if it still runs, and waits until it is gone.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _watch?.Dispose();
        _killer.Dispose();
        Kill();
        _process.WaitForExit(Grace);
        _stop.Cancel();
        _draining.Wait(Grace, CancellationToken.None);
        // The process leaves its pipes to the finalizer once they were asked for.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        _stop.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private int ReadSome(int length)
    {
        int count;
        try
        {
            count = _process.StandardOutput.BaseStream.ReadAsync(_buffer.AsMemory(0, length), _stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && _stop.IsCancellationRequested)
        {
            throw Stopped();
        }
        // A killed process ends its output like any other: only the reason tells.
        if (count == 0 && _stop.IsCancellationRequested)
            throw Stopped();
        _read += count;
        if (_read <= _limits.Output)
            return count;
        Kill();
        throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"{_name} decoded more than {_limits.Output:N0} bytes from it."));
    }

    private Exception Stopped()
    {
        _caller.ThrowIfCancellationRequested();
        return _outOfMemory ? ToolFailure.OutOfMemory(_name, _limits)
            : new ItemException(ItemStage.Decode, ItemErrorCodes.Timeout, FormattableString.Invariant($"{_name} took longer than {_limits.Time.TotalSeconds:0.#} s over it."));
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception)
        {
            // It ended in between, or a descendant could not be killed. This runs on timer threads, where any exception would end the whole host.
        }
    }

    private async Task DrainErrorsAsync(Stream errors, CancellationToken cancellationToken)
    {
        var buffer = new byte[4_096];
        try
        {
            int count;
            while ((count = await errors.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                _errors.Append(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Killed: what it said until then is kept.
        }
    }

    private static void KeepOnly(ProcessStartInfo start, params ReadOnlySpan<string> names)
    {
        var kept = new Dictionary<string, string?>();
        foreach (var name in names)
        {
            if (start.Environment.TryGetValue(name, out var value))
                kept[name] = value;
        }
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
    }
}
