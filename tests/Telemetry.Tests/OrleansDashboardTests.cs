using System.Net;

namespace UniBind.Grid.Telemetry.Tests;

public sealed class OrleansDashboardTests(ServingGrid grid)
{
    [Fact]
    public async Task Dashboard_OfAServingProcess_ShowsItsSilos()
    {
        using var page = await grid.Http.GetAsync("/dashboard/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var counters = await grid.Http.GetStringAsync("/dashboard/DashboardCounters", TestContext.Current.CancellationToken);
        Assert.Contains("encoder", counters, StringComparison.Ordinal);
    }
}
