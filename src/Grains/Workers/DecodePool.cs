using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>
/// The silo's decode threads. Decoding blocks (files, child processes) and burns processor time, so it runs on threads of its own:
/// neither a grain's scheduler nor the thread pool is ever held up by it.
/// </summary>
/// <remarks>Thread-safe; a singleton of the silo. Work runs in the order it was given; callers bound how much they give.</remarks>
public sealed class DecodePool : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    /// <summary>Starts the threads.</summary>
    public DecodePool(IOptions<EncoderSiloOptions> options)
    {
        Threads = options.Value.EffectiveDecodeThreads;
        for (var i = 0; i < Threads; i++)
            new Thread(Loop) { IsBackground = true, Name = $"decode-{i}" }.Start();
    }

    /// <summary>The number of threads.</summary>
    public int Threads { get; }

    /// <summary>Runs a function on a decode thread.</summary>
    /// <exception cref="ObjectDisposedException">The silo stops.</exception>
    public Task<T> RunAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(Work, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(DecodePool), "The silo stops.");
        }
        return done.Task;

        void Work()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellationToken);
                return;
            }
            try
            {
                done.TrySetResult(function());
            }
            catch (OperationCanceledException e)
            {
                done.TrySetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        }
    }

    /// <summary>Takes no more work; the threads end when what they have is done.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
