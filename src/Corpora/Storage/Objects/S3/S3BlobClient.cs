using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace UniBind.Grid.Corpora;

/// <summary>A bucket of Amazon S3 or of a server that speaks its protocol.</summary>
/// <remarks>
/// Thread-safe. Create-if-absent is <c>If-None-Match: *</c> where the server heeds it: known for Amazon, tried out once for every other endpoint
/// and bucket. Where it does not, <see cref="ClaimedCreate"/> stands in, whose guarantee has limits. Replacing relies on the server putting objects in
/// place at once, as Amazon and MinIO do; s3rver, a test server, writes into the object that readers see.
/// </remarks>
internal sealed class S3BlobClient : IBlobClient
{
    private readonly AmazonS3Client _s3;
    private readonly string _bucket;
    private readonly string _endpoint;
    private readonly S3Upload _upload;
    private readonly ClaimedCreate _claims;
    private Lazy<Task<bool>>? _conditional;

    public S3BlobClient(AmazonS3Client s3, string bucket, string endpoint)
    {
        _s3 = s3;
        _bucket = bucket;
        _endpoint = endpoint;
        _upload = new S3Upload(s3, bucket);
        _claims = new ClaimedCreate(this, _upload, s3, bucket);
    }

    public string Address => ObjectAddress.S3 + _bucket;

    public async Task<ObjectInfo?> HeadAsync(string name, CancellationToken ct) =>
        await LookAsync(name, ct).ConfigureAwait(false) is { } found ? new ObjectInfo(name, found.ContentLength, Version(found.ETag)) : null;

    public async Task<RangeRead?> ReadAsync(string name, long offset, Memory<byte> buffer, string? version, CancellationToken ct)
    {
        var request = new GetObjectRequest { BucketName = _bucket, Key = name, ByteRange = new ByteRange(offset, offset + buffer.Length - 1), EtagToMatch = version is null ? null : $"\"{version}\"" };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var found = await _s3.GetObjectAsync(request, ct).ConfigureAwait(false);

                // Not every server heeds the condition.
                if (version is not null && Version(found.ETag) != version)
                    throw new CorpusException($"'{Address}/{name}' changed meanwhile.") { Fault = CorpusFault.Changed };
                var length = LengthOf(found);
                var wanted = (int)Math.Clamp(length - offset, 0, buffer.Length);
                var read = await found.ResponseStream.ReadAtLeastAsync(buffer[..wanted], wanted, throwOnEndOfStream: true, ct).ConfigureAwait(false);
                return new RangeRead(read, length, Version(found.ETag));
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return await HeadAsync(name, ct).ConfigureAwait(false) is { } found ? new RangeRead(0, found.Length, found.Version) : null;
            }
            catch (AmazonS3Exception e) when (IsAbsent(e))
            {
                return null;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                if (await HeadAsync(name, ct).ConfigureAwait(false) is null)
                    return null;
                throw;
            }
            catch (Exception e) when (attempt < 4 && e is IOException or HttpRequestException)
            {
                // The client retries requests; a body that breaks off is this code's to ask for again.
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), ct).ConfigureAwait(false);
            }
        }
    }

    public async Task<bool> PutAsync(string name, Stream content, string sha256, bool create, CancellationToken ct)
    {
        var writer = Guid.NewGuid().ToString("N");
        if (!create)
        {
            await _upload.PutAsync(name, content, sha256, writer, condition: null, ct).ConfigureAwait(false);
            return true;
        }
        if (!await IsConditionalAsync(name, ct).ConfigureAwait(false))
            return await _claims.RunAsync(name, writer, at => _upload.PutAsync(at, content, sha256, writer, condition: null, ct), ct).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _upload.PutAsync(name, content, sha256, writer, condition: "*", ct).ConfigureAwait(false);
                return true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            {
                // An answer that was lost is asked for again by the client, which then meets its own object.
                if (await LookAsync(name, ct).ConfigureAwait(false) is { } standing)
                    return S3Upload.WriterOf(standing) == writer;
                if (attempt == 6)
                    throw new CorpusException($"'{Address}/{name}' is being written by others and does not appear; try again.") { Fault = CorpusFault.Transient };
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), ct).ConfigureAwait(false);
            }
        }
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in ListPagesAsync(prefix, ct).ConfigureAwait(false))
            yield return new ObjectInfo(found.Key, found.Size ?? 0, Version(found.ETag));
    }

    public Task DeleteAsync(string name, CancellationToken ct) => _s3.DeleteObjectAsync(_bucket, name, ct);

    public Task SweepAsync(string name, CancellationToken ct) => Task.CompletedTask;

    public RemoteFault? Translate(Exception e) => e switch
    {
        AmazonServiceException { StatusCode: not 0 } failed => RemoteFault.Of((int)failed.StatusCode, failed.ErrorCode, "bucket", S3Settings.Variables),
        AmazonClientException when RemoteFault.OfConnection(e, _endpoint) is null => new(CorpusFault.Transient, $"{_endpoint} does not answer; try again later"),
        _ => RemoteFault.OfConnection(e, _endpoint),
    };

    internal async IAsyncEnumerable<S3Object> ListPagesAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        do
        {
            var page = await _s3.ListObjectsV2Async(request, ct).ConfigureAwait(false);
            foreach (var found in page.S3Objects ?? [])
                yield return found;
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    internal async Task<GetObjectMetadataResponse?> LookAsync(string name, CancellationToken ct)
    {
        try
        {
            return await _s3.GetObjectMetadataAsync(_bucket, name, ct).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (IsAbsent(e))
        {
            return null;
        }
    }

    internal static bool IsAbsent(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private async Task<bool> IsConditionalAsync(string name, CancellationToken ct)
    {
        var known = LazyInitializer.EnsureInitialized(ref _conditional, () => new Lazy<Task<bool>>(() => S3Probe.RunAsync(_s3, _bucket, ClaimedCreate.FolderOf(name))));
        try
        {
            return await known.Value.WaitAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            // The network may be back at the next try.
            Interlocked.CompareExchange(ref _conditional, null, known);
            throw;
        }
    }

    private static string Version(string? tag) => tag?.Trim('"') ?? "";

    private static long LengthOf(GetObjectResponse found) =>
        found.ContentRange is { } range && range.LastIndexOf('/') is var slash and >= 0
        && long.TryParse(range.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
            ? length
            : found.ContentLength;
}
