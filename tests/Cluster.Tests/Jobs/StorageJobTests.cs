using Azure.Storage.Blobs;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Jobs from object storage into object storage.</summary>
public sealed class StorageJobTests(GridFixture fixture)
{
    private const string AccountKey = "c2VjcmV0LWtleS1vZi1henVyaXRlLW9mLXRoZS1jbHVzdGVyLXRlc3Rz";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FromAzureIntoAzureAndS3_GivesTheRowsOfLocalDisk()
    {
        Environment.SetEnvironmentVariable("AZURITE_ACCOUNTS", $"unibindtest:{AccountKey}");
        using var azurite = await NodeServer.AzuriteAsync();
        using var s3rver = await NodeServer.S3RverAsync("unibind");
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", $"DefaultEndpointsProtocol=http;AccountName=unibindtest;AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{azurite.Port}/unibindtest;");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "S3RVER");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "S3RVER");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", $"http://127.0.0.1:{s3rver.Port}");
        await new BlobContainerClient(Environment.GetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING"), "unibind").CreateAsync(cancellationToken: Ct);
        using var folder = new TempFolder();
        var corpus = Path.Combine(folder.Path, "corpus");
        await SampleCorpus.WriteAsync(corpus, new SampleOptions { PerClass = 1 }, cancellationToken: Ct);
        await UploadAsync(corpus, "az://unibind/corpus");

        var expected = await RunAsync(corpus, "file://" + Path.Combine(folder.Path, "out"));
        var azure = await RunAsync("az://unibind/corpus", "az://unibind/out");
        var s3 = await RunAsync("az://unibind/corpus", "s3://unibind/results/out");

        Assert.Equal(70, azure.Embedded);
        Assert.Equal(expected.Hash, azure.Hash);
        Assert.Equal(expected.Hash, s3.Hash);
    }

    private async Task<(long Embedded, string Hash)> RunAsync(string source, string output)
    {
        var spec = new JobSpec { Source = source, Output = output, Space = "classic@0" };
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.True(end.State == JobState.Done, end.Message);
        var finished = await FinishedJob.ReadAsync(new JobFolder(output), Ct);
        Assert.True(finished.Ledger.Closed);
        Assert.DoesNotContain(AccountKey, System.Text.Json.JsonSerializer.Serialize(end), StringComparison.Ordinal);
        return (end.Embedded, await CanonicalHash.ComputeAsync(output, Ct));
    }

    private static async Task UploadAsync(string folder, string address)
    {
        var (from, to) = (ObjectStores.Open(folder), ObjectStores.Open(address));
        await foreach (var found in from.ListAsync("", Ct))
        {
            await using var content = (await from.OpenAsync(found.Key, Ct))!;
            await to.ReplaceAsync(found.Key, stream => content.CopyToAsync(stream, Ct), Ct);
        }
    }
}
