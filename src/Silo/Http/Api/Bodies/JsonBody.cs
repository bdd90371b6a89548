using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace UniBind.Grid.Silo;

/// <summary>The JSON of a request, read once into one pooled buffer that its strings are taken from.</summary>
/// <remarks>Not thread-safe. Nothing of it may be used after disposal.</remarks>
internal sealed class JsonBody : IDisposable
{
    private const int MaxDepth = 32;
    private const int FirstBuffer = 16 << 10;
    private const int LargestFirstBuffer = 1 << 20;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly byte[] _buffer;
    private readonly JsonDocument _document;

    private JsonBody(byte[] buffer, JsonDocument document)
    {
        _buffer = buffer;
        _document = document;
    }

    /// <summary>How answers are written: as UTF-8 that leaves letters of all languages as they are.</summary>
    public static JsonWriterOptions Writing { get; } = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <exception cref="ApiException">It is of another media type, too large, or no object.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static async ValueTask<JsonBody> ReadAsync(HttpContext context, long limit)
    {
        RequireJson(context.Request);
        var (buffer, length) = await ReadAllAsync(context, limit);
        try
        {
            if (length == 0)
                throw new ApiException("The body is empty; send a JSON object.", code: "invalid_json");
            var document = Parse(buffer.AsMemory(0, length));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new JsonBody(buffer, document);
            document.Dispose();
            throw new ApiException("The body must be a JSON object.", code: "invalid_json");
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    /// <summary>The UTF-8 bytes of a string; of a string without escapes no .NET string is made.</summary>
    /// <exception cref="ApiException">It holds what is no Unicode.</exception>
    public static byte[] Utf8Of(JsonElement text, string param)
    {
        var raw = RawOf(text);
        if (raw.IndexOf((byte)'\\') < 0)
            return Utf8.IsValid(raw) ? raw.ToArray() : throw NotUnicode(param);
        try
        {
            return System.Text.Encoding.UTF8.GetBytes(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode(param);
        }
    }

    /// <summary>The bytes between a string's quotes, as they stand in the body.</summary>
    public static ReadOnlySpan<byte> RawOf(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <summary>A short string of the body.</summary>
    /// <exception cref="ApiException">It holds what is no Unicode.</exception>
    public static string StringOf(JsonElement text, string param)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode(param);
        }
    }

    /// <summary>Names are compared, to find those that are there twice; half of a surrogate pair in one is a fault of the JSON that the parser does not call so.</summary>
    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Reading);
        }
        catch (InvalidOperationException)
        {
            throw new ApiException("The body has a member whose name is no valid Unicode.", code: "invalid_json");
        }
    }

    private static ApiException NotUnicode(string param) => new($"'{param}' holds a string that is no valid Unicode.", param, ItemErrorCodes.Encoding);

    private static void RequireJson(HttpRequest request)
    {
        var type = request.ContentType;
        if (type is null || type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return;
        if (!request.HasJsonContentType())
            throw new ApiException(ApiErrors.OfStatus(415, request.Path));
        if (request.GetTypedHeaders().ContentType?.Charset is { HasValue: true } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            throw new ApiException(new ApiError(415, "unsupported_media_type", "JSON is taken as UTF-8 alone."));
    }

    private static async ValueTask<(byte[] Buffer, int Length)> ReadAllAsync(HttpContext context, long limit)
    {
        var declared = context.Request.ContentLength ?? FirstBuffer;
        if (declared > limit)
            throw TooLarge(limit);

        // Memory is taken as bytes come, not as a header promises them. One byte more, to see the end.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(declared + 1, LargestFirstBuffer));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, limit + 1));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
                if (read == 0)
                    return (buffer, length);
                length += read;
                if (length > limit)
                    throw TooLarge(limit);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static ApiException TooLarge(long limit) => new(new ApiError(413, "too_large", $"The body has more than {limit:N0} bytes; send fewer items at a time."));
}
