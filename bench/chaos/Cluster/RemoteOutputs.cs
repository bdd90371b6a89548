using Amazon.S3;
using Amazon.S3.Model;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>An output folder on a storage server, seen without the proxy.</summary>
internal abstract class RemoteOutput(string url, string prefix, string fetched) : IOutputView
{
    public string Url => url;

    /// <summary>The key of everything in the folder begins with it.</summary>
    protected string Prefix => prefix;

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct)
    {
        var names = new List<string>();
        await foreach (var key in KeysAsync(ct))
            names.Add(key[prefix.Length..]);
        return names;
    }

    public async Task<string> FetchAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(fetched);
        foreach (var name in await NamesAsync(ct))
            if (!name.Contains('/', StringComparison.Ordinal))
                await FetchAsync(prefix + name, Path.Combine(fetched, name), ct);
        return fetched;
    }

    protected abstract IAsyncEnumerable<string> KeysAsync(CancellationToken ct);

    protected abstract Task FetchAsync(string key, string path, CancellationToken ct);
}

/// <summary>On Azurite.</summary>
internal sealed class AzureOutput(BlobContainerClient container, string fetched) : RemoteOutput($"az://{container.Name}/output", "output/", fetched)
{
    protected override async IAsyncEnumerable<string> KeysAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix, ct))
            yield return blob.Name;
    }

    protected override Task FetchAsync(string key, string path, CancellationToken ct) => container.GetBlobClient(key).DownloadToAsync(path, ct);
}

/// <summary>On s3rver.</summary>
internal sealed class S3Output(AmazonS3Client client, string bucket, string fetched) : RemoteOutput($"s3://{bucket}/output", "output/", fetched)
{
    protected override async IAsyncEnumerable<string> KeysAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = Prefix };
        while (true)
        {
            var page = await client.ListObjectsV2Async(request, ct);
            foreach (var found in page.S3Objects ?? [])
                yield return found.Key;
            if (page.IsTruncated is not true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    protected override async Task FetchAsync(string key, string path, CancellationToken ct)
    {
        using var found = await client.GetObjectAsync(bucket, key, ct);
        await found.WriteResponseStreamToFileAsync(path, append: false, ct);
    }
}
