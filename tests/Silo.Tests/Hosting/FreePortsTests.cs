using System.Net;
using System.Net.Sockets;

namespace UniBind.Grid.Silo.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void Find_Always_GivesPortsThatNoOutgoingConnectionTakes()
    {
        var ports = FreePorts.Find(4);

        Assert.Equal(4, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 29_999));
    }

    [Fact]
    public async Task Find_ManyAtOnce_GivesNoPortTwice()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => FreePorts.Find(4))));

        Assert.Equal(64, found.SelectMany(p => p).Distinct().Count());
    }

    [Fact]
    public void Find_PortsTaken_GivesOthers()
    {
        var last = FreePorts.Find(1)[0];
        var taken = new List<TcpListener>();
        try
        {
            for (var port = last + 1; port <= last + 8; port++)
            {
                var listener = new TcpListener(IPAddress.Loopback, port);
                try
                {
                    listener.Start();
                    taken.Add(listener);
                }
                catch (SocketException)
                {
                    // Somebody else has it: taken, too.
                }
            }

            var ports = FreePorts.Find(4);

            Assert.DoesNotContain(ports, p => taken.Any(t => ((IPEndPoint)t.LocalEndpoint).Port == p));
        }
        finally
        {
            taken.ForEach(t => t.Dispose());
        }
    }

    [Fact]
    public void Find_AddressOfAnotherMachine_Throws() =>
        Assert.Equal(SocketError.AddressNotAvailable, Assert.Throws<SocketException>(() => FreePorts.Find(IPAddress.Parse("192.0.2.1"), 1)).SocketErrorCode);
}
