using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace UniBind.Grid.Corpora;

/// <summary>Opens containers; clients are kept, for each has a pool of connections.</summary>
internal static class AzureContainers
{
    private static readonly ConcurrentDictionary<(AzureSettings, string), AzureBlobClient> Open = new();

    /// <exception cref="CorpusException">The environment does not say which account is meant.</exception>
    public static AzureBlobClient Get(AzureSettings settings, string container) => Open.GetOrAdd((settings, container), static k => new AzureBlobClient(Create(k.Item1, k.Item2), k.Item2));

    internal static BlobContainerClient Create(AzureSettings settings, string container)
    {
        var options = new BlobClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(8);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        options.Diagnostics.IsLoggingEnabled = false;
        try
        {
            if (settings.ConnectionString is { } connection)
                return new BlobContainerClient(connection, container, options);
            if (settings.Account is not { } account)
                throw new CorpusException($"'{ObjectAddress.Azure}{container}' needs an account; set {AzureSettings.Variables}.") { Fault = CorpusFault.Denied };
            var root = new Uri($"{(settings.Endpoint ?? $"https://{account}.blob.core.windows.net").TrimEnd('/')}/{container}");
            if (settings.Key is { } key)
                return new BlobContainerClient(root, new StorageSharedKeyCredential(account, key), options);
            if (settings.Sas is { } sas)
                return new BlobContainerClient(root, new AzureSasCredential(sas.TrimStart('?')), options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CorpusException($"The credentials for '{ObjectAddress.Azure}{container}' cannot be read; check {AzureSettings.Variables}.") { Fault = CorpusFault.Denied };
        }
        throw new CorpusException($"'{ObjectAddress.Azure}{container}' needs credentials; set {AzureSettings.Variables}.") { Fault = CorpusFault.Denied };
    }
}
