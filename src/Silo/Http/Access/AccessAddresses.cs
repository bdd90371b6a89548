using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>The addresses that HTTP is served at.</summary>
/// <param name="All">At least loopback.</param>
internal sealed record AccessAddresses(IReadOnlyList<IPAddress> All);
