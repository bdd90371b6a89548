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
    public static async Task<(long Offset, long Length)> FindAsync(string path, int number, CancellationToken ct)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            stream.Position = (long)number * LineBytes;
            var line = new byte[LineBytes];
            await stream.ReadExactlyAsync(line, ct).ConfigureAwait(false);
            return (Number(line.AsSpan(0, Digits)), Number(line.AsSpan(Digits + 1, Digits)));
        }
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException("its index is no number");
}
