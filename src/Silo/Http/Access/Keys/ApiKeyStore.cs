using System.Security.Cryptography;

namespace UniBind.Grid.Silo;

/// <summary>The API keys of a running server: follows the file, and keeps the last good keys while the file is broken.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class ApiKeyStore(AccessOptions options, ILogger<ApiKeyStore> logger) : BackgroundService
{
    private readonly ApiKeyFile? _file = options is { NoKeys: false, KeysFile: { } path } ? new ApiKeyFile(path) : null;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ApiKeySet? _keys;
    private byte[] _seen = [];
    private string? _problem;

    /// <summary>Whether callers need a key. Once there has been a file of keys, they do until the server ends.</summary>
    public bool IsOn => _keys is not null;

    /// <summary>The keys as they are now.</summary>
    public ApiKeySet Keys => _keys ?? ApiKeySet.Empty;

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="GridException">The file is broken, or was named and is not there.</exception>
    public void Load()
    {
        if (_file is null)
            return;
        if (!File.Exists(_file.Path))
        {
            if (options.RequireKeys)
                throw new GridException($"There is no file of API keys '{_file.Path}'; make the first key with 'unibind keys create NAME --keys FILE'.");
            return;
        }
        try
        {
            var bytes = _file.ReadBytes();
            _keys = new ApiKeySet(_file.Parse(bytes));
            _seen = SHA256.HashData(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GridException($"The file of API keys '{_file.Path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the file again if it changed. It never throws: a broken file leaves the keys as they are.</summary>
    public async Task RefreshAsync()
    {
        if (_file is null)
            return;
        await _turn.WaitAsync();
        try
        {
            Refresh(_file);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_file is null)
            return;
        // The content is compared and not the file's time: a mounted secret is a link that changes its target.
        using var timer = new PeriodicTimer(options.KeysRefresh);
        while (await WaitAsync(timer, stoppingToken))
            await RefreshAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Refresh(ApiKeyFile file)
    {
        byte[] hash = [];
        try
        {
            if (!File.Exists(file.Path))
            {
                if (_keys is not null)
                    Say($"The file of API keys '{file.Path}' is gone.");
                _seen = [];
                return;
            }
            var bytes = file.ReadBytes();
            hash = SHA256.HashData(bytes);
            if (hash.AsSpan().SequenceEqual(_seen))
                return;
            _problem = null;
            var keys = new ApiKeySet(file.Parse(bytes));
            _seen = hash;
            _keys = keys;
            Reloaded(keys.Count, file.Path);
        }
        catch (Exception e) when (e is GridException or IOException or UnauthorizedAccessException)
        {
            Say(e.Message);
            _seen = hash;
            // A first file that cannot be read is still a file of keys: nobody is let in until it is whole.
            _keys ??= ApiKeySet.Empty;
        }
    }

    /// <summary>Says a problem once, and not every time that the file is looked at.</summary>
    private void Say(string problem)
    {
        if (problem != _problem)
            Broken(problem);
        _problem = problem;
    }

    [LoggerMessage(1, LogLevel.Information, "There are {Count} API keys now, in {File}.")]
    private partial void Reloaded(int count, string file);

    [LoggerMessage(2, LogLevel.Error, "{Problem} The keys that were read before stay in force.")]
    private partial void Broken(string problem);
}
