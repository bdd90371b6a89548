using System.Buffers;
using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>SHA-256 of files and objects, in lower-case hexadecimal.</summary>
internal static class FileHash
{
    private const int BufferBytes = 1 << 18;

    public static async Task<string> Sha256Async(string path, CancellationToken ct)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
            return await Sha256Async(stream, ct).ConfigureAwait(false);
    }

    /// <exception cref="CorpusException">There is no such object.</exception>
    public static async Task<string> Sha256Async(IObjectStore store, string key, CancellationToken ct)
    {
        var stream = await store.OpenAsync(key, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"'{store.AddressOf(key)}' does not exist.") { Fault = CorpusFault.Missing };
        await using (stream.ConfigureAwait(false))
            return await Sha256Async(stream, ct).ConfigureAwait(false);
    }

    /// <summary>Hashes the rest of a stream.</summary>
    public static async Task<string> Sha256Async(Stream stream, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await stream.ReadAsync(buffer, ct).ConfigureAwait(false) is var read and > 0)
                hash.AppendData(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
