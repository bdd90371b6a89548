using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Silo;

/// <summary>Connects to hosts by addresses that were checked: the address that is checked is the one that is connected to, so a name that changes its mind gains nothing.</summary>
internal sealed class CheckedConnections(FetchingOptions options)
{
    private const int MostAddresses = 16;

    /// <summary>Opens a connection, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="GridException">The host has no address, or any that is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await FindAsync(host, cancellationToken);
        Exception? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                last = e;
            }
        }
        throw new GridException($"The host '{host}' does not answer.", last!);
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await options.Resolve(host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new GridException($"The host '{host}' has no address.", e);
        }
        if (addresses.Length == 0)
            throw new GridException($"The host '{host}' has no address.");
        // One such address among others is an attempt, or a mistake of who runs the name; either way nothing is fetched.
        return addresses.All(IsAllowed) ? addresses : throw new GridException($"The host '{host}' has an address that is not of the public internet; nothing is fetched from there.");
    }

    private bool IsAllowed(IPAddress address) => PublicAddress.Is(address) || (options.AllowLoopback && address.Equals(IPAddress.Loopback));
}
