namespace UniBind.Grid.Corpora;

/// <summary>An object kept on this side until it is complete, then sent by one request (or by blocks that one request names).</summary>
internal sealed class RemoteStagedObject : StagedObject
{
    private readonly RemoteObjectStore _store;
    private readonly SpillStream _content = new();
    private readonly HashingStream _stream;

    public RemoteStagedObject(RemoteObjectStore store)
    {
        _store = store;
        _stream = new HashingStream(_content, e => new CorpusException($"An object for '{store.Address}' cannot be kept until it is complete: {e.Message}", e) { Fault = CorpusFault.Transient });
    }

    public override Stream Stream => _stream;

    public override string Sha256 => _stream.Sha256;

    public override long Length => _stream.Length;

    public override Task<bool> CreateAsync(string key, CancellationToken ct = default) => PutAsync(key, create: true, ct);

    public override Task ReplaceAsync(string key, CancellationToken ct = default) => PutAsync(key, create: false, ct);

    public override async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _content.DisposeAsync().ConfigureAwait(false);
    }

    private Task<bool> PutAsync(string key, bool create, CancellationToken ct)
    {
        _content.Position = 0;
        return _store.PutAsync(key, _content, Sha256, create, ct);
    }
}
