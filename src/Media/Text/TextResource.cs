using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace UniBind.Grid.Media;

/// <summary>A vocabulary file of a pack, whole in memory, unpacked when it is gzip.</summary>
/// <param name="Name">The file's name in the pack, for messages.</param>
/// <param name="Bytes">The content.</param>
internal sealed record TextResource(string Name, byte[] Bytes)
{
    private const int MaxBytes = 256 << 20;

    /// <summary>The first 16 hexadecimal digits of the content's SHA-256.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes))[..16];

    /// <summary>Reads a file through the pack's opener.</summary>
    /// <exception cref="InvalidDataException">It is larger than 256 MiB unpacked, or bad gzip.</exception>
    public static TextResource Read(ProfileContext context, string name)
    {
        using var stream = context.OpenResource(name);
        var bytes = ReadAll(stream, name);
        if (bytes is [0x1F, 0x8B, ..])
        {
            using var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            bytes = ReadAll(unzipped, name);
        }
        return new TextResource(name, bytes);
    }

    /// <summary>The lines, without line breaks; a last empty line is left out.</summary>
    /// <exception cref="InvalidDataException">The content is not UTF-8.</exception>
    public IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new MemoryStream(Bytes), new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        while (true)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (System.Text.DecoderFallbackException e)
            {
                throw Bad("is not valid UTF-8", e);
            }
            if (line is null)
                yield break;
            yield return line;
        }
    }

    /// <summary>The failure of this file.</summary>
    public InvalidDataException Bad(string what, Exception? inner = null) => new($"The vocabulary file '{Name}' {what}.", inner);

    private static byte[] ReadAll(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is var read and > 0)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MaxBytes)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The vocabulary file '{name}' has more than {MaxBytes} bytes."));
        }
        return memory.ToArray();
    }
}
