using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>
/// The silo's raw embeddings of earlier jobs, by content, encoder, treatment of long texts and numerics. A cache that fails is left out: it is said
/// once, and jobs go on without it.
/// </summary>
/// <remarks>Thread-safe; a singleton of the silo. It takes its folder when the first job asks.</remarks>
public sealed partial class EmbeddingCache(IOptions<EmbeddingCacheOptions> options, ILogger<EmbeddingCache> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private SegmentCache? _segments;
    private bool _opened;
    private volatile bool _broken;

    /// <summary>What it holds; null where there is none.</summary>
    public CacheSummary? Summary => _segments?.Summary;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _opened = true;
            _broken = true;
            _segments?.Dispose();
        }
    }

    /// <summary>The cache as one shard of a job uses it; null where the job or the silo has none.</summary>
    /// <param name="run">The job.</param>
    /// <param name="encoder">The encoder of the shard.</param>
    /// <param name="numerics">What its numbers depend on besides.</param>
    internal ShardCache? For(JobRun run, ModalityEncoder encoder, string numerics) =>
        !run.Spec.NoCache && Open() is not null ? new ShardCache(this, run, encoder, numerics) : null;

    internal byte[]? TryRead(UInt128 key, UInt128 reader) => _broken ? null : _segments!.TryRead(key, reader);

    internal void Append(IReadOnlyList<CacheRecord> records)
    {
        if (_broken || records.Count == 0)
            return;
        try
        {
            _segments!.Append(records);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Fail(e);
        }
    }

    private SegmentCache? Open()
    {
        lock (_lock)
        {
            if (_opened || options.Value.Folder.Length == 0)
                return _broken ? null : _segments;
            _opened = true;
            try
            {
                _segments = SegmentCache.TryOpen(options.Value.Folder, options.Value.Segments);
                if (_segments is null)
                    LogOwned(logger, options.Value.Folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fail(e);
            }
            return _segments;
        }
    }

    private void Fail(Exception cause)
    {
        if (_broken)
            return;
        _broken = true;
        LogFailed(logger, options.Value.Folder, cause);
    }

    [LoggerMessage(1, LogLevel.Warning, "The embedding cache in {Folder} failed; jobs go on without it until the silo starts again.")]
    private static partial void LogFailed(ILogger logger, string folder, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The embedding cache in {Folder} belongs to another process; jobs go on without it.")]
    private static partial void LogOwned(ILogger logger, string folder);
}
