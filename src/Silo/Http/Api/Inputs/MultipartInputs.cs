using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace UniBind.Grid.Silo;

/// <summary>Reads an upload of files: <c>multipart/form-data</c> with the fields of the JSON body and any number of files.</summary>
internal static class MultipartInputs
{
    private const int MaxBoundary = 200;
    private const int MaxFieldBytes = 64 << 10;
    private const int MaxFields = 32;

    /// <summary>True for a request that is such an upload.</summary>
    public static bool Is(HttpRequest request) => request.ContentType is { } type && type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads it, part by part, each once into memory of its size.</summary>
    /// <returns>The fields, and the files as items; <c>modality</c> is that of the files after it.</returns>
    /// <exception cref="ApiException">It is malformed or beyond a limit.</exception>
    public static async Task<(Dictionary<string, string> Fields, List<ApiItem> Items)> ReadAsync(HttpContext context, ApiOptions options)
    {
        var boundary = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary) : default;
        if (StringSegment.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            throw new ApiException("The header Content-Type of the upload has no boundary, or too long a one.", code: "invalid_multipart");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = new List<ApiItem>();
        var left = options.MaxBodyBytes;
        try
        {
            var reader = new MultipartReader(boundary.ToString(), context.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 << 10 };
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data"))
                    throw new ApiException("A part of the upload has no header 'Content-Disposition: form-data'.", code: "invalid_multipart");
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName);
                var isFile = fileName.HasValue;
                var content = await ReadAsync(section.Body, (int)Math.Min(left, isFile ? EmbedRequest.MaxBytes : MaxFieldBytes), context.RequestAborted);
                if (isFile)
                {
                    InputReader.RequireCount(items.Count + 1, "files", options);
                    items.Add(Item(items.Count, fileName.ToString(), section.ContentType, content, fields));
                }
                else if (content is null || fields.Count == MaxFields)
                    throw new ApiException($"The upload has a field of more than {MaxFieldBytes:N0} bytes, or more than {MaxFields} fields.", code: "invalid_multipart");
                else
                    fields[name] = System.Text.Encoding.UTF8.GetString(content);
                left -= content?.Length ?? await SkipAsync(section.Body, left, context.RequestAborted);
                if (left < 0)
                    throw new ApiException(ApiErrors.OfStatus(413, context.Request.Path) with { Message = $"The upload has more than {options.MaxBodyBytes:N0} bytes; send fewer files at a time." });
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ApiException("The upload is malformed: it ends early, or its parts are not where its boundary says.", code: "invalid_multipart");
        }
        return (fields, items);
    }

    private static ApiItem Item(int index, string name, string? contentType, byte[]? content, Dictionary<string, string> fields)
    {
        var stated = fields.TryGetValue("modality", out var modality) ? PartReader.ModalityOf(modality, "") : (Modality?)null;
        var item = new ApiItem(index, "files") { Name = name, Modality = stated };
        return content is null ? item.WithTooLarge() : item.WithBytes(content, contentType);
    }

    // Null when there is more than the limit.
    private static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (content.Length + read > limit)
                return null;
            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return content.ToArray();
    }

    private static async Task<long> SkipAsync(Stream body, long limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 << 10];
        long skipped = EmbedRequest.MaxBytes;
        while (skipped <= limit && await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            skipped += read;
        return skipped;
    }
}
