using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Silo;

/// <summary>Finds free ports of an address, and says in a sentence why one is not to be had.</summary>
internal static class FreePorts
{
    /// <summary>The first port that is tried, and how many there are: below Linux' range for outgoing connections and the node ports of Kubernetes.</summary>
    private const int First = 20_000;
    private const int Range = 10_000;

    // Far apart for processes with ids side by side: the factor is a prime that does not divide the range.
    private static int s_next = (int)(Environment.ProcessId * 7919L % Range);

    /// <summary>So many different ports of loopback that nobody listens on at this moment.</summary>
    public static int[] Find(int count) => Find(IPAddress.Loopback, count);

    /// <summary>So many different ports that nobody listens on at this moment.</summary>
    /// <remarks>
    /// They are opened later, so nobody may take them in between: they lie below the range from which systems choose ports for outgoing connections,
    /// and silos that start side by side begin at different ones. Thread-safe.
    /// </remarks>
    /// <exception cref="SocketException">The address is none of this machine.</exception>
    public static int[] Find(IPAddress address, int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (var tries = 0; listeners.Count < count; tries++)
            {
                // After a full round, whatever the system gives.
                var listener = new TcpListener(address, tries < Range ? First + (int)((uint)Interlocked.Increment(ref s_next) % Range) : 0);
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException e) when (tries < Range && e.SocketErrorCode is (SocketError.AddressAlreadyInUse or SocketError.AccessDenied))
                {
                    listener.Dispose();
                }
            }
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    /// <summary>Checks that a port can be listened on.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 checks the address alone.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <exception cref="GridException">It is taken, it is not allowed, or the address is none of this machine.</exception>
    public static void Require(IPAddress address, int port, string option)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new GridException(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {port} of {address} is taken; choose another with {option}, or 0 for any free one.",
                SocketError.AddressNotAvailable => $"{address} is no address of this machine; give one that is with --advertise.",
                SocketError.AccessDenied => $"Port {port} of {address} may not be opened by this user; choose one above 1023 with {option}.",
                _ => $"Port {port} of {address} cannot be opened: {e.Message}",
            }, e);
        }
    }
}
