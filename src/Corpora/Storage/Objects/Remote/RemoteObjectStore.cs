using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Objects below a prefix of a remote container: keys, bounds in time, sentences. What is service's is in <see cref="IBlobClient"/>.</summary>
/// <remarks>Thread-safe. Objects are read whole by ranges that all are of one version, so that a break costs one range and a change is noticed.</remarks>
/// <param name="client">The container.</param>
/// <param name="prefix">The root below it, without slashes at its ends; may be empty.</param>
internal sealed class RemoteObjectStore(IBlobClient client, string prefix) : IObjectStore
{
    private const int BlockBytes = 8 << 20;
    private const int FirstBytes = 1 << 18;
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PutLimit = TimeSpan.FromMinutes(30);

    public string Address { get; } = prefix.Length == 0 ? client.Address : $"{client.Address}/{prefix}";

    public string? LocalFolder => null;

    public string AddressOf(string key) => $"{Address}/{ObjectKey.Require(key)}";

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken ct = default) =>
        CallAsync<ObjectInfo?>(ObjectKey.Require(key), "read", CallLimit, async token => await client.HeadAsync(Name(key), token).ConfigureAwait(false) is { } found ? found with { Key = key } : null, ct);

    public async Task<int> ReadAsync(string key, long offset, Memory<byte> buffer, string? version = null, CancellationToken ct = default)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var part = await RangeAsync(key, offset + read, buffer.Slice(read, Math.Min(BlockBytes, buffer.Length - read)), version, ct).ConfigureAwait(false)
                ?? throw Missing(key);
            read += part.Read;
            version ??= part.Version;
            if (part.Read == 0 || offset + read >= part.Length)
                break;
        }
        return read;
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        var block = new byte[FirstBytes];
        if (await RangeAsync(key, 0, block, null, ct).ConfigureAwait(false) is not { } first)
            return null;
        var content = new SpillStream();
        try
        {
            if (first.Length > SpillStream.MaxBytes)
                throw new CorpusException($"'{AddressOf(key)}' has {first.Length:N0} bytes; {SpillStream.MaxBytes:N0} is the most.");
            await content.WriteAsync(block.AsMemory(0, first.Read), ct).ConfigureAwait(false);
            if (content.Length < first.Length)
                block = new byte[(int)Math.Min(BlockBytes, first.Length - content.Length)];
            while (content.Length < first.Length)
            {
                var next = await RangeAsync(key, content.Length, block, first.Version, ct).ConfigureAwait(false) ?? throw Missing(key);
                if (next.Read == 0)
                    throw new CorpusException($"'{AddressOf(key)}' ends after {content.Length:N0} of {first.Length:N0} bytes.") { Fault = CorpusFault.Transient };
                await content.WriteAsync(block.AsMemory(0, next.Read), ct).ConfigureAwait(false);
            }
            content.Position = 0;
            return content;
        }
        catch (Exception e)
        {
            await content.DisposeAsync().ConfigureAwait(false);
            if (LocalFaults.IsFault(e))
                throw new CorpusException($"'{AddressOf(key)}' cannot be kept for reading: {e.Message}", e) { Fault = CorpusFault.Transient };
            throw;
        }
    }

    public StagedObject Stage(string key) => new RemoteStagedObject(this);

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken ct = default)
    {
        // What another tool calls a folder, an empty object with a slash at its end, is no object here; nor are the store's own.
        await foreach (var found in ListAllAsync(prefix, ct).ConfigureAwait(false))
            if (ObjectKey.IsKey(found.Key) && !IsClaim(found.Key))
                yield return found;
    }

    public Task DeleteAsync(string key, CancellationToken ct = default) => CallAsync(ObjectKey.Require(key), "deleted", CallLimit, async token =>
    {
        await client.DeleteAsync(Name(key), token).ConfigureAwait(false);
        return true;
    }, ct);

    public async Task DeleteFolderAsync(string folder, CancellationToken ct = default)
    {
        await foreach (var found in ListAllAsync(ObjectKey.Require(folder) + "/", ct).ConfigureAwait(false))
            if (ObjectKey.IsKey(found.Key))
                await DeleteAsync(found.Key, ct).ConfigureAwait(false);
    }

    public Task SweepAsync(string key, CancellationToken ct = default) => CallAsync(ObjectKey.Require(key), "swept", CallLimit, async token =>
    {
        await client.SweepAsync(Name(key), token).ConfigureAwait(false);
        return true;
    }, ct);

    internal Task<bool> PutAsync(string key, Stream content, string sha256, bool create, CancellationToken ct) =>
        CallAsync(ObjectKey.Require(key), "written", PutLimit, token => client.PutAsync(Name(key), content, sha256, create, token), ct);

    private async IAsyncEnumerable<ObjectInfo> ListAllAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var skip = Name("").Length;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ended.CancelAfter(CallLimit);
        var found = client.ListAsync(Name(prefix), ended.Token).GetAsyncEnumerator(ended.Token);
        await using (found.ConfigureAwait(false))
        {
            while (await CallAsync(prefix, "listed", CallLimit, _ => found.MoveNextAsync().AsTask(), ct).ConfigureAwait(false))
            {
                yield return found.Current with { Key = found.Current.Key[skip..] };

                // The next page has its own time, and how long the caller takes is the caller's.
                ended.CancelAfter(CallLimit);
            }
        }
    }

    private static bool IsClaim(string key) => key.StartsWith(ClaimedCreate.Folder, StringComparison.Ordinal) || key.Contains("/" + ClaimedCreate.Folder, StringComparison.Ordinal);

    private Task<RangeRead?> RangeAsync(string key, long offset, Memory<byte> buffer, string? version, CancellationToken ct) =>
        CallAsync(ObjectKey.Require(key), "read", CallLimit, token => client.ReadAsync(Name(key), offset, buffer, version, token), ct);

    private string Name(string key) => prefix.Length == 0 ? key : $"{prefix}/{key}";

    private CorpusException Missing(string key) => new($"'{AddressOf(key)}' does not exist.") { Fault = CorpusFault.Missing };

    private async Task<T> CallAsync<T>(string key, string verb, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(limit);
        try
        {
            return await call(bounded.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not CorpusException && client.Translate(e) is not null)
        {
            // The service's own exception is left behind: it may carry headers and signatures, and this one may be logged.
            var fault = client.Translate(e)!;
            throw new CorpusException($"'{(key.Length == 0 ? Address : $"{Address}/{key}")}' cannot be {verb}: {fault.Reason}.") { Fault = fault.Fault };
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }
}
