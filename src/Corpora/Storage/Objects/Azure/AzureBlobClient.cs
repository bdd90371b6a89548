using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace UniBind.Grid.Corpora;

/// <summary>
/// A container of Azure Blob Storage. Create-if-absent is <c>If-None-Match: *</c> on the one request that makes the blob appear (Put Blob, or
/// Put Block List of a large one), so exactly one writer wins whoever dies when.
/// </summary>
/// <remarks>
/// Thread-safe. An answer that was lost is asked for again by the client, which then meets its own blob: a mark of the writer in the blob's
/// metadata tells that from a stranger's. Uploads carry a checksum that the service compares.
/// </remarks>
internal sealed class AzureBlobClient(BlobContainerClient container, string name) : IBlobClient
{
    private const string Writer = "unibind_writer";
    private const string Sha256 = "unibind_sha256";
    private const long BlockBytes = 8L << 20;

    public string Address { get; } = ObjectAddress.Azure + name;

    public async Task<ObjectInfo?> HeadAsync(string name, CancellationToken ct)
    {
        try
        {
            var found = await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: ct).ConfigureAwait(false);
            return new ObjectInfo(name, found.Value.ContentLength, Version(found.Value.ETag));
        }
        catch (RequestFailedException e) when (IsAbsent(e))
        {
            return null;
        }
    }

    public async Task<RangeRead?> ReadAsync(string name, long offset, Memory<byte> buffer, string? version, CancellationToken ct)
    {
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset, buffer.Length),
            Conditions = version is null ? null : new BlobRequestConditions { IfMatch = new ETag($"\"{version}\"") },
        };
        try
        {
            var found = await container.GetBlobClient(name).DownloadStreamingAsync(options, ct).ConfigureAwait(false);
            using var content = found.Value;
            var read = await content.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            return new RangeRead(read, LengthOf(content.Details), Version(content.Details.ETag));
        }
        catch (RequestFailedException e) when (e.Status == 416)
        {
            return await HeadAsync(name, ct).ConfigureAwait(false) is { } found ? new RangeRead(0, found.Length, found.Version) : null;
        }
        catch (RequestFailedException e) when (IsAbsent(e))
        {
            return null;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // What does not exist has no version either, and some servers look at that first.
            if (await HeadAsync(name, ct).ConfigureAwait(false) is null)
                return null;
            throw;
        }
    }

    public async Task<bool> PutAsync(string name, Stream content, string sha256, bool create, CancellationToken ct)
    {
        var blob = container.GetBlobClient(name);
        var writer = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions
        {
            Conditions = create ? new BlobRequestConditions { IfNoneMatch = ETag.All } : null,
            Metadata = new Dictionary<string, string> { [Writer] = writer, [Sha256] = sha256 },
            TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockBytes, MaximumTransferSize = BlockBytes, MaximumConcurrency = 2 },
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
        };
        try
        {
            await blob.UploadAsync(content, options, ct).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (create && e.Status is 409 or 412)
        {
            try
            {
                var standing = await blob.GetPropertiesAsync(cancellationToken: ct).ConfigureAwait(false);
                return standing.Value.Metadata.TryGetValue(Writer, out var by) && by == writer;
            }
            catch (RequestFailedException gone) when (IsAbsent(gone))
            {
                throw new CorpusException($"'{Address}/{name}' vanished while it was created; try again.") { Fault = CorpusFault.Transient };
            }
        }
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, ct).ConfigureAwait(false))
            yield return new ObjectInfo(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.ETag is { } tag ? Version(tag) : "");
    }

    public Task DeleteAsync(string name, CancellationToken ct) =>
        container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: ct);

    // Blocks that no list names are no blob, are in no listing, and go by themselves after a week.
    public Task SweepAsync(string name, CancellationToken ct) => Task.CompletedTask;

    public RemoteFault? Translate(Exception e)
    {
        var failed = e as RequestFailedException ?? (e as AggregateException)?.InnerExceptions.OfType<RequestFailedException>().FirstOrDefault();
        return failed is { Status: > 0 }
            ? RemoteFault.Of(failed.Status, failed.ErrorCode, "container", AzureSettings.Variables)
            : RemoteFault.OfConnection(e, container.Uri.Authority) ?? (failed is null ? null : new(CorpusFault.Transient, $"{container.Uri.Authority} does not answer; try again later"));
    }

    private static bool IsAbsent(RequestFailedException e) => e.Status == 404 && e.ErrorCode != BlobErrorCode.ContainerNotFound;

    // List and head quote their tags differently; the tag itself is the same.
    private static string Version(ETag tag) => tag.ToString("G").Trim('"');

    private static long LengthOf(BlobDownloadDetails details) =>
        details.ContentRange is { } range && range.LastIndexOf('/') is var slash and >= 0
        && long.TryParse(range.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
            ? length
            : details.ContentLength;
}
