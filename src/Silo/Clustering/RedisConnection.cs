using StackExchange.Redis;

namespace UniBind.Grid.Silo;

/// <summary>The one connection of a silo to its cluster's Redis server, which membership, grain state and reminders share.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Once open it is opened again by itself, for as long as the silo runs.</remarks>
public sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>A server that comes back is found again within about this time.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>How long a command waits for a server that is gone: a restart of the server is no fault of any job.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClusterAddress _address;
    private readonly Lock _gate = new();
    private Task<IConnectionMultiplexer>? _open;

    /// <summary>A connection that is opened on first use.</summary>
    public RedisConnection(ClusterAddress address) => _address = address;

    /// <summary>The connection, open. Where it could not be opened, the next call tries anew.</summary>
    /// <exception cref="GridException">The server does not answer (<see cref="GridErrorKind.Unavailable"/>), or refuses the login.</exception>
    public Task<IConnectionMultiplexer> OpenAsync()
    {
        lock (_gate)
        {
            if (_open is null or { IsFaulted: true } or { IsCanceled: true })
                _open = ConnectAsync();
            return _open;
        }
    }

    /// <summary>Asks the server for a sign of life.</summary>
    /// <returns>Null, or what is wrong in a sentence.</returns>
    public async Task<string?> FindTroubleAsync(TimeSpan patience)
    {
        try
        {
            var connection = await OpenAsync().WaitAsync(patience);
            await connection.GetDatabase().PingAsync().WaitAsync(patience);
            return null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return $"The Redis server at {_address} does not answer.";
        }
        catch (GridException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<IConnectionMultiplexer>? open;
        lock (_gate)
            open = _open;
        if (open is { IsCompletedSuccessfully: true })
            await (await open).DisposeAsync();
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        try
        {
            var options = ConfigurationOptions.Parse(_address.Configuration);
            options.AbortOnConnectFail = true;
            options.SyncTimeout = options.AsyncTimeout = Math.Max(options.AsyncTimeout, (int)Patience.TotalMilliseconds);
            options.ConnectRetry = 1;
            options.ReconnectRetryPolicy = new LinearRetry((int)RetryAfter.TotalMilliseconds);
            options.ClientName = "unibind-silo";
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisConnectionException e) when (e.FailureType == ConnectionFailureType.AuthenticationFailure)
        {
            throw new GridException($"The Redis server at {_address} refuses the login; put the connection with its password into {ClusterAddress.Variable}.");
        }
        catch (RedisConnectionException)
        {
            // What the library says lists addresses, counters and settings over many lines.
            throw new GridException($"The Redis server at {_address} does not answer; start it, or name another with --cluster or {ClusterAddress.Variable}.") { Kind = GridErrorKind.Unavailable };
        }
        catch (ArgumentException)
        {
            throw new GridException($"The connection to the Redis server at {_address} has a setting that is none of StackExchange.Redis'.");
        }
    }
}
