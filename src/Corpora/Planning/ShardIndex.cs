using System.Globalization;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>Where the shards of a page begin and how long they are: lines of one width, so that any one is found by its number.</summary>
internal static class ShardIndex
{
    private const int Digits = 19;
    private const int LineBytes = Digits + 1 + Digits + 1;

    public static byte[] Line(long offset, long length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{offset:D19} {length:D19}\n"));

    /// <exception cref="InvalidDataException">There is no such shard, or the line is damaged.</exception>
    /// <exception cref="CorpusException">There is no such index.</exception>
    public static async Task<(long Offset, long Length)> FindAsync(IObjectStore store, string key, int number, CancellationToken ct)
    {
        var line = new byte[LineBytes];
        return await store.ReadAsync(key, (long)number * LineBytes, line, ct: ct).ConfigureAwait(false) == LineBytes
            ? (Number(line.AsSpan(0, Digits)), Number(line.AsSpan(Digits + 1, Digits)))
            : throw new InvalidDataException("its page has no such shard");
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException("its index is no number");
}
