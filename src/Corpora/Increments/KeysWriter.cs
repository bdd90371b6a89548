using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>Writes the contents that a page brought in, for the planners of the pages behind it.</summary>
internal static class KeysWriter
{
    /// <summary>Writes the object, before the plan that names it; none where there are no keys.</summary>
    public static async Task<PageKeys?> WriteAsync(JobFolder folder, int page, ReadOnlyMemory<ContentEntry> keys, CancellationToken ct)
    {
        if (keys.IsEmpty)
            return null;
        var bytes = MemoryMarshal.AsBytes(keys.Span).ToArray();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));

        // A name that is taken holds these very bytes.
        await folder.Store.CreateAsync(JobKeys.PageKeys(page, sha256), bytes, ct).ConfigureAwait(false);
        return new PageKeys(keys.Length, sha256);
    }
}
