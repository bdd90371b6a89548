using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Testing;

/// <summary>Ports of loopback for servers that are started with a number. Thread-safe.</summary>
internal static class LoopbackPorts
{
    // Below the range from which the system takes ports for outgoing connections and for port 0, so that nobody gets the port before the server opens it.
    private const int First = 12_000;
    private const int Range = 8_000;

    // Test programs run side by side: each begins elsewhere.
    private static int s_next = (int)(Environment.ProcessId * 7919L % Range);

    /// <summary>A port that nobody listens on now, another with every call.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Range; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_next) % Range);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // The next.
            }
        }
        throw new InvalidOperationException($"All ports from {First} to {First + Range - 1} are taken.");
    }
}
