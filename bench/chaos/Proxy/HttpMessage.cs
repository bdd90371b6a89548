using System.Globalization;
using System.Net.Sockets;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>One HTTP/1.1 request or answer as it came over the wire, whole in memory: at most 256 MiB.</summary>
internal sealed class HttpMessage
{
    private const int MaxHead = 1 << 16;
    private const int MaxBody = 256 << 20;
    private readonly byte[] _head;
    private readonly byte[] _body;

    private HttpMessage(byte[] head, byte[] body, bool closes) => (_head, _body, Closes) = (head, body, closes);

    /// <summary>All of its bytes.</summary>
    public int Length => _head.Length + _body.Length;

    /// <summary>The connection ends after it.</summary>
    public bool Closes { get; }

    private bool IsHead => _head.AsSpan().StartsWith("HEAD "u8);

    /// <summary>Reads a message; null when the other side closed the connection before one began.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1.</exception>
    public static async Task<HttpMessage?> ReadAsync(NetworkStream stream, CancellationToken ct, HttpMessage? answerTo = null)
    {
        var head = await ReadHeadAsync(stream, ct);
        if (head is null)
            return null;
        var text = System.Text.Encoding.Latin1.GetString(head);
        var closes = Field(text, "Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) ?? false;
        if (answerTo is null && Field(text, "Expect") is not null)
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), ct);
        // The server is not asked whether it would take the body: it gets it.
        if (answerTo is null)
            head = System.Text.Encoding.Latin1.GetBytes(Without(text, "Expect"));
        if (answerTo is not null && (answerTo.IsHead || text.Split(' ', 3)[1] is "204" or "304"))
            return new HttpMessage(head, [], closes);
        if (Field(text, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) is true)
            return new HttpMessage(head, await ReadChunksAsync(stream, ct), closes);
        if (Field(text, "Content-Length") is not { } length)
            return new HttpMessage(head, answerTo is not null ? await ReadAllAsync(stream, ct) : [], closes || answerTo is not null);
        var body = new byte[Bounded(int.Parse(length, CultureInfo.InvariantCulture))];
        await stream.ReadExactlyAsync(body, ct);
        return new HttpMessage(head, body, closes);
    }

    /// <summary>Writes its first bytes.</summary>
    public async Task WriteAsync(NetworkStream stream, int bytes, CancellationToken ct)
    {
        await stream.WriteAsync(_head.AsMemory(0, Math.Min(bytes, _head.Length)), ct);
        if (bytes > _head.Length)
            await stream.WriteAsync(_body.AsMemory(0, bytes - _head.Length), ct);
    }

    private static async Task<byte[]?> ReadHeadAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = new List<byte>(1024);
        var one = new byte[1];
        while (head.Count < MaxHead)
        {
            if (await stream.ReadAsync(one, ct) == 0)
                return head.Count == 0 ? null : throw new InvalidDataException("The connection ended within a head.");
            head.Add(one[0]);
            if (one[0] == '\n' && head.Count >= 4 && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r')
                return [.. head];
        }
        throw new InvalidDataException("The head is too long.");
    }

    /// <summary>The chunks as they came, with their lengths.</summary>
    private static async Task<byte[]> ReadChunksAsync(NetworkStream stream, CancellationToken ct)
    {
        using var all = new MemoryStream();
        var one = new byte[1];
        while (true)
        {
            var line = new System.Text.StringBuilder();
            do
            {
                await stream.ReadExactlyAsync(one, ct);
                line.Append((char)one[0]);
            }
            while (one[0] != '\n');
            all.Write(System.Text.Encoding.Latin1.GetBytes(line.ToString()));
            var size = int.Parse(line.ToString().Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var chunk = new byte[Bounded(size) + 2];
            await stream.ReadExactlyAsync(chunk, ct);
            all.Write(chunk);
            _ = Bounded((int)all.Length);
            if (size == 0)
                return all.ToArray();
        }
    }

    private static async Task<byte[]> ReadAllAsync(NetworkStream stream, CancellationToken ct)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, ct);
        return all.ToArray();
    }

    private static int Bounded(int bytes) => bytes is >= 0 and <= MaxBody ? bytes : throw new InvalidDataException($"A body of {bytes} bytes is too long.");

    private static string? Field(string head, string name) =>
        head.Split("\r\n").Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private static string Without(string head, string name) =>
        string.Join("\r\n", head.Split("\r\n").Where(line => !line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)));
}
