using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Cli;

/// <summary>The address that a host name of this machine stands for, as a container's own name does.</summary>
internal static class HostAddress
{
    /// <summary>Reads an address, or looks a name up; IPv4 before IPv6.</summary>
    /// <exception cref="GridException">The name has no address.</exception>
    public static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return address;
        try
        {
            var found = Dns.GetHostAddresses(text);
            return found.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (Exception e) when (e is SocketException or IndexOutOfRangeException)
        {
            throw new GridException($"The host name '{text}' of --advertise has no address; give this machine's address, such as 10.0.0.7.", e);
        }
    }
}
