using Microsoft.Extensions.Options;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SiloBreakerTests
{
    private readonly SiloBreaker _breaker = new(Options.Create(new EncoderSiloOptions { BreakerFailures = 3 }));

    [Fact]
    public void NotReady_AfterSoManyFailuresInARow_SaysWhyUntilAShardSucceeds()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(_breaker.NotReady);
            _breaker.Fail(new InvalidOperationException("the device is lost"));
        }
        Assert.Equal("the last 3 shards failed here: the device is lost", _breaker.NotReady);
        _breaker.Succeed();
        Assert.Null(_breaker.NotReady);
    }

    [Fact]
    public void Fail_ForReasonsThatAreNotTheSilos_CountsNothing()
    {
        for (var i = 0; i < 10; i++)
        {
            _breaker.Fail(new GridException("The pack is missing."));
            _breaker.Fail(new OperationCanceledException());
            _breaker.Fail(new IOException("disk full"));
        }
        Assert.Null(_breaker.NotReady);
    }
}
