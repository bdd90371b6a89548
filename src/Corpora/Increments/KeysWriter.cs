using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>Writes the contents that a page brought in, for the planners of the pages behind it.</summary>
internal static class KeysWriter
{
    /// <summary>Writes the file; none where there are no keys.</summary>
    public static async Task<PageKeys?> WriteAsync(string path, ReadOnlyMemory<ContentEntry> keys, CancellationToken ct)
    {
        if (keys.IsEmpty)
            return null;
        var bytes = MemoryMarshal.AsBytes(keys.Span).ToArray();
        await DurableFile.WriteTemporaryAsync(path, stream => stream.WriteAsync(bytes, ct).AsTask(), ct).ConfigureAwait(false);
        return new PageKeys(keys.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
