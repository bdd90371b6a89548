namespace UniBind.Grid.Telemetry.Tests;

public sealed class MetricsTests(ServingGrid grid)
{
    [Fact]
    public void Scrape_AfterAJob_CountsEachItemOnce()
    {
        Assert.Equal(0, grid.Before.Sum("unibind_items_total"));
        Assert.Equal(5, grid.After.Sum("unibind_items_total", "outcome=\"embedded\"", "modality=\"text\""));
        Assert.Equal(1, grid.After.Sum("unibind_items_total", "outcome=\"dead_lettered\""));
        Assert.Equal(6, grid.After.Sum("unibind_items_total"));
        Assert.Equal(1, grid.After.Sum("unibind_job_runs_total", "state=\"done\""));
        Assert.Equal(1, grid.After.Sum("unibind_shards_total", "outcome=\"committed\"", "kind=\"encode\""));
        Assert.Equal(1, grid.After.Sum("unibind_shard_duration_seconds_count"));
    }

    [Fact]
    public void Scrape_AfterAJob_ShowsWhatTheDeviceDid()
    {
        string[] text = ["modality=\"text\"", "pack=\"classic\"", "device=\"cpu0\""];
        Assert.Equal(5, Grown("unibind_batch_size_sum", text));
        Assert.True(Grown("unibind_run_duration_seconds_sum", text) > 0);
        Assert.True(Grown("unibind_run_elements_total", [.. text, "padding=\"false\""]) > 0);
        Assert.Equal(1, grid.After.Sum("unibind_queue_duration_seconds_count", [.. text, "traffic=\"batch\""]));
        Assert.Equal(5, grid.After.Sum("unibind_preprocess_duration_seconds_count", "traffic=\"batch\""));
        Assert.Equal(5, grid.After.Sum("unibind_cache_lookups_total", "outcome=\"miss\""));
    }

    [Fact]
    public void Scrape_GridAtRest_ShowsItsState()
    {
        Assert.Equal(1, grid.Before.Sum("unibind_encoder_ready"));
        Assert.Single(grid.Before.LabelsOf("unibind_online_queue_depth"));
        Assert.Equal(0, grid.After.Sum("unibind_online_queue_depth"));
        Assert.Equal(0, grid.After.Sum("unibind_jobs"));
        Assert.True(grid.After.Sum("unibind_disk_free_bytes", "kind=\"spaces\"") > 0);
        Assert.Equal(0, grid.After.Sum("unibind_device_stuck"));
        Assert.InRange(grid.After.Sum("unibind_device_busy"), 0, 1);
    }

    [Fact]
    public async Task Scrape_RepeatedJob_FindsItsItemsInTheCache()
    {
        await grid.RunJobAsync("again");
        var after = await grid.ScrapeAsync();
        Assert.True(after.Sum("unibind_cache_lookups_total", "outcome=\"hit\"") >= 5);
        Assert.True(after.Sum("unibind_items_total", "outcome=\"reused\"") >= 5);
    }

    [Fact]
    public async Task Scrape_AfterARequest_CountsItsItemsAndTimes()
    {
        var before = await grid.ScrapeAsync();
        await grid.Client.Online.EmbedAsync("classic@0", [MediaQuery.OfText("one"), new MediaQuery { Name = "a.png", Content = [1, 2, 3], Modality = Modality.Image }], cancellationToken: TestContext.Current.CancellationToken);
        var after = await grid.ScrapeAsync();
        double Grown(string name, params string[] labels) => after.Sum(name, labels) - before.Sum(name, labels);
        Assert.Equal(1, Grown("unibind_online_requests_total", "kind=\"embeddings\"", "outcome=\"ok\""));
        Assert.Equal(1, Grown("gen_ai_server_request_duration_seconds_count", "gen_ai_operation_name=\"embeddings\"", "gen_ai_request_model=\"classic@0\""));
        Assert.Equal(1, Grown("unibind_online_items_total", "modality=\"text\"", "outcome=\"embedded\""));
        Assert.Equal(1, Grown("unibind_online_items_total", "modality=\"image\"", "outcome=\"failed\""));
        Assert.Equal(1, Grown("unibind_queue_duration_seconds_count", "modality=\"text\"", "traffic=\"online\""));
        Assert.Equal(1, Grown("unibind_preprocess_duration_seconds_count", "modality=\"text\"", "traffic=\"online\""));
    }

    [Fact]
    public async Task Scrape_RequestForASpaceThatIsNot_CountsItWithoutItsName()
    {
        await Assert.ThrowsAsync<GridException>(() => grid.Client.Online.EmbedAsync("no-such-space-1234", [MediaQuery.OfText("a")], cancellationToken: TestContext.Current.CancellationToken));
        var after = await grid.ScrapeAsync();
        Assert.True(after.Sum("unibind_online_requests_total", "kind=\"embeddings\"", "outcome=\"not_found\"") + after.Sum("unibind_online_requests_total", "outcome=\"refused\"") >= 1);
        Assert.DoesNotContain("no-such-space-1234", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Scrape_OfOthers_KeepsWhatIsUseful()
    {
        Assert.Contains("http_server_request_duration_seconds_count", grid.After.Names);
        Assert.Contains("dotnet_process_memory_working_set_bytes", grid.After.Names);
        Assert.Contains("orleans_app_requests_latency_milliseconds_count", grid.After.Names);
        Assert.DoesNotContain(grid.After.Names, name => name.StartsWith("orleans_directory", StringComparison.Ordinal));
        Assert.Contains("service_name=\"unibind-grid\"", grid.After.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Scrape_AllOfIt_NamesNoIdsNoPathsAndNoTexts()
    {
        var own = grid.After.Text.Split('\n').Where(line => line.StartsWith("unibind_", StringComparison.Ordinal) || line.StartsWith("gen_ai_", StringComparison.Ordinal));
        // The labels alone: after them comes the value, and an example with the id of a trace.
        Assert.All(own, line => Assert.DoesNotMatch("first|corpus|broken|/tmp|\\.txt|[0-9a-f]{12}", line[..(line.IndexOf('}', StringComparison.Ordinal) + 1)]));
    }

    private double Grown(string name, params string[] labels) => grid.After.Sum(name, labels) - grid.Before.Sum(name, labels);
}
