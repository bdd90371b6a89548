using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Reads data URIs and base64 straight from the bytes of a request.</summary>
internal static class DataUri
{
    private const int MaxHead = 500;

    /// <summary>True for what begins as a data URI.</summary>
    public static bool Is(ReadOnlySpan<byte> text) => text.Length >= 5 && System.Text.Ascii.EqualsIgnoreCase(text[..5], "data:"u8);

    /// <summary>Fills an item from a data URI.</summary>
    public static ApiItem Fill(ApiItem item, ReadOnlySpan<byte> uri)
    {
        var comma = uri[..Math.Min(uri.Length, MaxHead)].IndexOf((byte)',');
        if (comma < 0)
            return item.WithFault(ItemErrorCodes.Corrupt, "the data URI has no comma; it has the form 'data:image/png;base64,iVBOR…'.");
        var head = System.Text.Encoding.ASCII.GetString(uri[5..comma]);
        const string mark = ";base64";
        if (!head.EndsWith(mark, StringComparison.OrdinalIgnoreCase))
            return item.WithFault(ItemErrorCodes.Unsupported, "data URIs are taken in base64 alone; it has the form 'data:image/png;base64,iVBOR…'.");
        return FillBase64(item, uri[(comma + 1)..], head[..^mark.Length]);
    }

    /// <summary>Fills an item from base64.</summary>
    /// <param name="item">The item.</param>
    /// <param name="encoded">The base64.</param>
    /// <param name="contentType">The media type of the bytes, or null.</param>
    /// <param name="name">A name for want of one in the request.</param>
    public static ApiItem FillBase64(ApiItem item, ReadOnlySpan<byte> encoded, string? contentType, string? name = null)
    {
        // Before memory is taken; blanks in the base64, which are allowed, are too few to matter.
        if (encoded.Length / 4 * 3L > EmbedRequest.MaxBytes + 3L)
            return item.WithTooLarge();
        var padding = encoded.EndsWith("=="u8) ? 2 : encoded.EndsWith("="u8) ? 1 : 0;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length) - (encoded.Length >= 4 ? padding : 0)];
        if (encoded.Length == 0)
            return item.WithFault(ItemErrorCodes.Empty, "there are no bytes.");
        var status = Base64.DecodeFromUtf8(encoded, bytes, out var consumed, out var written);
        if (status != OperationStatus.Done || consumed != encoded.Length)
            return item.WithFault(ItemErrorCodes.Corrupt, $"the base64 is wrong at its character {consumed + 1:N0} of {encoded.Length:N0}.");
        if (written < bytes.Length)
            Array.Resize(ref bytes, written);
        return item.WithBytes(bytes, contentType, name);
    }

    /// <summary>The bytes of a JSON string as they are meant: in the body where nothing is escaped, else a copy.</summary>
    public static ReadOnlySpan<byte> TextOf(JsonElement text, string param)
    {
        var raw = JsonBody.RawOf(text);
        return raw.IndexOf((byte)'\\') < 0 ? raw : JsonBody.Utf8Of(text, param);
    }
}
