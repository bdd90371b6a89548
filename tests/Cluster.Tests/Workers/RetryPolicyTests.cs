using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class RetryPolicyTests
{
    [Fact]
    public void DelayAfter_Failures_DoublesWithJitterUpToTheCap()
    {
        var policy = RetryPolicy.Default;
        for (var failures = 1; failures <= 40; failures++)
        {
            var bound = TimeSpan.FromSeconds(Math.Min(30, 0.5 * Math.Pow(2, failures - 1)));
            for (var i = 0; i < 50; i++)
                Assert.InRange(policy.DelayAfter(failures), bound / 2, bound);
        }
        Assert.True(Enumerable.Range(0, 50).Select(_ => policy.DelayAfter(5)).Distinct().Count() > 40);
    }

    [Fact]
    public void Breaker_FailsInARow_OpensAndClosesOnlyByASuccess()
    {
        var time = new ManualTime();
        var breaker = new CircuitBreaker(new RetryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), 2, TimeSpan.FromSeconds(10), time);
        breaker.Fail();
        // Calls that were out when it failed fail with it, and count once.
        breaker.Fail();
        breaker.Fail();
        Assert.Equal((false, false, 1), (breaker.Admits, breaker.IsOpen, breaker.Failures));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(breaker.Admits);
        breaker.Fail();
        Assert.Equal((false, true, 1), (breaker.Admits, breaker.IsOpen, breaker.Opened));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(breaker.Admits);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, true), (breaker.Admits, breaker.IsOpen));
        breaker.Succeed();
        Assert.Equal((true, false, 0), (breaker.Admits, breaker.IsOpen, breaker.Failures));
    }
}
