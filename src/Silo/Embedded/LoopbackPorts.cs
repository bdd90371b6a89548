using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Silo;

/// <summary>Finds free ports on loopback.</summary>
internal static class LoopbackPorts
{
    /// <summary>So many different ports that nobody listens on at this moment.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
