using Azure.Storage.Blobs;
using UniBind.Grid.Testing;

[assembly: AssemblyFixture(typeof(UniBind.Grid.Corpora.Tests.ObjectServers))]

namespace UniBind.Grid.Corpora.Tests;

/// <summary>The stores that every promise about storage is tested on. Servers start with the first test that wants them and end with the last test.</summary>
public sealed class ObjectServers : IDisposable
{
    public const string Local = "local";
    public const string Azure = "azurite";
    public const string S3 = "s3rver";

    /// <summary>A secret that no message may show.</summary>
    public const string AzureKey = "c2VjcmV0LWtleS1vZi1henVyaXRlLXRoYXQtbm8tbWVzc2FnZS1zaG93cw==";

    private const string Container = "unibind";
    private readonly TempFolder _temp = new();
    private readonly SemaphoreSlim _starting = new(1);
    private NodeServer? _azurite;
    private NodeServer? _s3rver;

    public static TheoryData<string> Kinds { get; } = [Local, Azure, S3];

    /// <summary>The address of an empty folder of its own; skips the calling test where the kind's server is not installed.</summary>
    internal async Task<string> NewAddressAsync(string kind)
    {
        var name = Guid.NewGuid().ToString("N");
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return kind switch
            {
                Azure => await StartAzuriteAsync() + name,
                S3 => await StartS3RverAsync() + name,
                _ => _temp.File(name, "out"),
            };
        }
        finally
        {
            _starting.Release();
        }
    }

    internal async Task<IObjectStore> NewStoreAsync(string kind) => ObjectStores.Open(await NewAddressAsync(kind));

    /// <summary>Settings of the running server, which a test may spoil.</summary>
    internal static AzureSettings AzureSettings => UniBind.Grid.Corpora.AzureSettings.FromEnvironment();

    internal static S3Settings S3Settings => UniBind.Grid.Corpora.S3Settings.FromEnvironment();

    public void Dispose()
    {
        _azurite?.Dispose();
        _s3rver?.Dispose();
        _starting.Dispose();
        _temp.Dispose();
    }

    private async Task<string> StartAzuriteAsync()
    {
        if (_azurite is null)
        {
            Environment.SetEnvironmentVariable("AZURITE_ACCOUNTS", $"unibindtest:{AzureKey}");
            _azurite = await NodeServer.AzuriteAsync();
            var connection = $"DefaultEndpointsProtocol=http;AccountName=unibindtest;AccountKey={AzureKey};BlobEndpoint=http://127.0.0.1:{_azurite.Port}/unibindtest;";
            Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", connection);
            await new BlobContainerClient(connection, Container).CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
        return $"az://{Container}/";
    }

    private async Task<string> StartS3RverAsync()
    {
        if (_s3rver is null)
        {
            _s3rver = await NodeServer.S3RverAsync(Container);
            Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "S3RVER");
            Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "S3RVER");
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", $"http://127.0.0.1:{_s3rver.Port}");
        }
        return $"s3://{Container}/";
    }
}
