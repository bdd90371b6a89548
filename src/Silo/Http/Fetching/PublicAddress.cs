using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Silo;

/// <summary>Tells addresses of the public internet from all others. What is not known to be public is not.</summary>
/// <remarks>Sources: the IANA registries of special-purpose IPv4 and IPv6 addresses (RFC 6890 and its updates).</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the metadata services of clouds
            "168.63.129.16/32", // Azure's own services, which answer every machine there
            "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // protocols, documentation
            "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", // anycast of the name system and of tunnels
            "192.88.99.0/24", // 6to4 relays
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", "240.0.0.0/4", // multicast, reserved, broadcast
        }.Select(IPNetwork.Parse),
    ];

    // Of IPv6 only 2000::/3 is given out; these parts of it are not, or carry an IPv4 address that a gateway on the way would go to.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotGlobal =
    [
        .. new[]
        {
            "2001::/23", // protocols, Teredo and ORCHID among them
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16", // 6to4
            "2620:4f:8000::/48", // anycast of the name system
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether an address is one of the public internet. IPv6 addresses that stand for an IPv4 address (mapped, NAT64, 6to4, Teredo) never are.</summary>
    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !NotPublic.Any(n => Holds(n, address)),
        AddressFamily.InterNetworkV6 => address.ScopeId == 0 && Holds(Global, address) && !NotGlobal.Any(n => Holds(n, address)),
        _ => false,
    };

    /// <summary>By the bytes: <see cref="IPNetwork.Contains"/> takes an IPv4 address that is mapped to IPv6 for one of 2000::/3.</summary>
    private static bool Holds(IPNetwork network, IPAddress address)
    {
        var (prefix, bytes) = (network.BaseAddress.GetAddressBytes(), address.GetAddressBytes());
        var whole = network.PrefixLength / 8;
        var rest = network.PrefixLength % 8;
        return prefix.Length == bytes.Length && prefix.AsSpan(0, whole).SequenceEqual(bytes.AsSpan(0, whole))
            && (rest == 0 || (prefix[whole] ^ bytes[whole]) >> (8 - rest) == 0);
    }
}
