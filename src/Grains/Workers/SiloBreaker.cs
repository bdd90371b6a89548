using Microsoft.Extensions.Options;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Whether this silo fails with whatever it is given: after several failed shards in a row it says so, until one succeeds.</summary>
/// <remarks>
/// Thread-safe; a singleton of the silo. Only failures of the silo's own count: not those of items, of a job's settings, of its folder, nor attempts that were ended.
/// The silo goes on taking shards; coordinators give it one now and then as a probe, see <see cref="CircuitBreaker"/>.
/// </remarks>
public sealed class SiloBreaker(IOptions<EncoderSiloOptions> options)
{
    private int _failures;
    private volatile string? _last;

    /// <summary>Why the silo should be left alone, or null.</summary>
    public string? NotReady
    {
        get
        {
            var failures = Volatile.Read(ref _failures);
            return failures >= options.Value.BreakerFailures && _last is { } last ? $"the last {failures} shards failed here: {last}" : null;
        }
    }

    /// <summary>A shard was committed.</summary>
    public void Succeed() => Volatile.Write(ref _failures, 0);

    /// <summary>An attempt failed as a whole.</summary>
    public void Fail(Exception cause)
    {
        if (cause is GridException or CorpusException or OperationCanceledException or IOException or UnauthorizedAccessException)
            return;
        _last = cause.Message;
        Interlocked.Increment(ref _failures);
    }
}
