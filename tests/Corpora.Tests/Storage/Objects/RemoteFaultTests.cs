using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>What users read when storage cannot be reached or refuses: one sentence, and no secret.</summary>
public sealed class RemoteFaultTests(ObjectServers servers)
{
    private const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HeadAsync_NobodyListens_IsTransientAndNamesTheServer()
    {
        var port = LoopbackPorts.Next();
        IBlobClient azure = AzureContainers.Get(new AzureSettings(null, "someone", Secret, null, $"http://127.0.0.1:{port}/someone"), "photos");
        IBlobClient s3 = S3Buckets.Get(new S3Settings("someone", Secret, null, null, $"http://127.0.0.1:{port}"), "photos");
        foreach (var client in new[] { azure, s3 })
        {
            var error = await Assert.ThrowsAsync<CorpusException>(() => new RemoteObjectStore(client, "corpus").HeadAsync("a.png", Ct));

            AssertSentence(error, $"127.0.0.1:{port}");
            Assert.True(error.IsTransient);
            Assert.Contains("photos/corpus/a.png", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ReadAsync_WrongCredentials_SaysWhichToCheck()
    {
        await servers.NewAddressAsync(ObjectServers.Azure);
        await servers.NewAddressAsync(ObjectServers.S3);
        var endpoint = ObjectServers.AzureSettings.ConnectionString!.Split("BlobEndpoint=")[1].TrimEnd(';');
        IBlobClient azure = AzureContainers.Get(new AzureSettings(null, "unibindtest", Secret, null, endpoint), "unibind");
        IBlobClient s3 = S3Buckets.Get(ObjectServers.S3Settings with { AccessKey = "nobody", SecretKey = Secret }, "unibind");
        foreach (var (client, variable) in new[] { (azure, "AZURE_STORAGE_KEY"), (s3, "AWS_SECRET_ACCESS_KEY") })
        {
            var store = new RemoteObjectStore(client, "corpus");
            var error = await Assert.ThrowsAsync<CorpusException>(() => store.ReadAsync("a.png", 0, new byte[10], ct: Ct));
            AssertSentence(error, variable);
            Assert.Equal((CorpusFault.Denied, false), (error.Fault, error.IsTransient));
            AssertSentence(await Assert.ThrowsAsync<CorpusException>(() => store.AnyAsync("", Ct)), variable);
            AssertSentence(await Assert.ThrowsAsync<CorpusException>(() => store.CreateAsync("x", new byte[1], Ct)), variable);
        }
    }

    [Fact]
    public async Task ListAsync_NoSuchContainer_SaysSo()
    {
        await servers.NewAddressAsync(ObjectServers.Azure);
        await servers.NewAddressAsync(ObjectServers.S3);
        foreach (var address in new[] { "az://nowhere/corpus", "s3://nowhere/corpus" })
        {
            var error = await Assert.ThrowsAsync<CorpusException>(() => ObjectStores.Open(address).AnyAsync("", Ct));
            AssertSentence(error, "create it");
            Assert.False(error.IsTransient);
        }
    }

    [Fact]
    public void Open_WithoutCredentials_NamesTheVariables()
    {
        AssertSentence(Assert.Throws<CorpusException>(() => AzureContainers.Create(new AzureSettings(null), "c")), "AZURE_STORAGE_CONNECTION_STRING");
        AssertSentence(Assert.Throws<CorpusException>(() => AzureContainers.Create(new AzureSettings($"AccountKey={Secret};nonsense"), "c")), "AZURE_STORAGE_CONNECTION_STRING");
        AssertSentence(Assert.Throws<CorpusException>(() => S3Buckets.Create(new S3Settings(null, null), "b")), "AWS_ACCESS_KEY_ID");
        AssertSentence(Assert.Throws<CorpusException>(() => S3Buckets.Create(new S3Settings("a", Secret, null, null, $"http://a:{Secret}@host"), "b")), "AWS_ENDPOINT_URL_S3");
    }

    [Theory]
    [InlineData("az://")]
    [InlineData("s3:///key")]
    [InlineData("s3://bucket/../other")]
    [InlineData("s3://bucket/a//b")]
    [InlineData("az://user:c2VjcmV0LXNlY3JldC1zZWNyZXQ=@container/x")]
    [InlineData("az://container/x?sig=c2VjcmV0LXNlY3JldC1zZWNyZXQ=")]
    [InlineData("ftp://user:c2VjcmV0LXNlY3JldC1zZWNyZXQ=@host/x")]
    [InlineData("file://host/x")]
    public void Normalize_NoAddress_IsRefusedWithoutShowingASecret(string address) =>
        AssertSentence(Assert.Throws<CorpusException>(() => ObjectAddress.Normalize(address)), "is no address");

    [Theory]
    [InlineData("az://photos", "az://photos")]
    [InlineData("AZ://photos/2026/", "az://photos/2026")]
    [InlineData("s3://photos/a b/c", "s3://photos/a b/c")]
    [InlineData("file:///tmp/a%20b", "/tmp/a b")]
    public void Normalize_Address_HasOneForm(string address, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        Assert.Equal(expected, ObjectAddress.Normalize(address));
    }

    private static void AssertSentence(CorpusException error, string part)
    {
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ObjectServers.AzureKey, error.ToString(), StringComparison.Ordinal);
    }
}
