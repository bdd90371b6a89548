using System.Net;
using UniBind.Grid.Client;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>
/// The grid that a command works with: the cluster that it names, else the one that runs on the data directory already, else one of its own
/// that lives as long as the command. Two commands never run two grids on one data directory.
/// </summary>
internal sealed class GridSession : IAsyncDisposable
{
    private readonly DataDirectory? _data;
    private readonly EmbeddedGrid? _embedded;
    private readonly GridConnection? _connection;

    private GridSession(DataDirectory? data, EmbeddedGrid? embedded, GridConnection? connection, GridAddress? address, string name)
    {
        _data = data;
        _embedded = embedded;
        _connection = connection;
        Address = address;
        Name = name;
        Client = connection?.Client ?? new GridClient(embedded!.Client);
    }

    /// <summary>The way into the grid.</summary>
    public IGridClient Client { get; }

    /// <summary>Where it is; null for a cluster of silo processes, which is in many places.</summary>
    public GridAddress? Address { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>True when the grid is this command's own.</summary>
    public bool IsOwn => _embedded is not null;

    /// <summary>Finds the grid or makes one.</summary>
    /// <exception cref="GridException">The data directory cannot be used, or its grid or the cluster does not answer.</exception>
    public static async Task<GridSession> OpenAsync(GridSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Cluster is { } cluster)
            return new GridSession(null, null, await GridConnection.OpenAsync(cluster, cancellationToken), null, $"the cluster '{cluster.ClusterId}'");
        while (true)
        {
            if (DataDirectory.TryOwn(settings.Data) is { } data)
                return await StartAsync(data, settings, cancellationToken);
            if (await DataDirectory.FindOwnerAsync(settings.Data, cancellationToken) is { } address)
                return await ConnectAsync(address, settings, cancellationToken);
        }
    }

    /// <summary>Waits for the jobs that other commands run on this grid, when it is this command's own.</summary>
    public async Task WaitForOthersAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (!IsOwn || cancellationToken.IsCancellationRequested)
            return;
        foreach (var job in await Client.ListJobsAsync())
        {
            if (job.State != JobState.Running || (await Client.GetJobAsync(job.JobId)).State != JobState.Running)
                continue;
            say($"Waiting for the job {job.JobId}, which another command runs on this grid.");
            await foreach (var progress in Client.WatchAsync(job.JobId, cancellationToken))
                _ = progress;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _data?.Withdraw();
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        _data?.Dispose();
    }

    private static string NameOf(GridAddress address) => $"the grid of process {address.Pid}";

    private static async Task<GridSession> StartAsync(DataDirectory data, GridSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var grid = await EmbeddedGrid.StartAsync(EmbeddedGrids.Options(data, settings), cancellationToken);
            return new GridSession(data, grid, null, grid.Address, NameOf(grid.Address));
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private static async Task<GridSession> ConnectAsync(GridAddress address, GridSettings settings, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            var gateway = new IPEndPoint(IPAddress.Loopback, address.GatewayPort);
            var connection = await GridConnection.OpenAsync(gateway, address.ClusterId, GridSiloHostingExtensions.ServiceId, patience.Token);
            return new GridSession(null, null, connection, address, NameOf(address));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GridException($"The grid of process {address.Pid} on '{settings.Data}' does not answer; end that process or choose another data directory with --data.");
        }
    }
}
