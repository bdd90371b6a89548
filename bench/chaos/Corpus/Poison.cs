using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Items that no decoder can take: each must become one dead letter, and nothing else may suffer.</summary>
internal static class Poison
{
    private static readonly (string Modality, string Extension, Func<Random, byte[]> Bytes)[] Kinds =
    [
        ("image", ".png", random => [0x89, .. "PNG\r\n\x1a\n"u8, .. Noise(random, 300)]),
        ("image", ".jpg", random => [0xFF, 0xD8, 0xFF, 0xE0, .. Noise(random, 500)]),
        ("audio", ".wav", random => [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "WAVEfmt "u8, .. Noise(random, 64)]),
        ("pointcloud", ".ply", _ => "ply\nformat binary_little_endian 1.0\nelement vertex 4000000000\nproperty float x\nproperty float y\nproperty float z\nend_header\n"u8.ToArray()),
        ("video", ".gif", random => [.. "GIF89a"u8, .. Noise(random, 100)]),
        ("text", ".txt", _ => []),
    ];

    public static (string Id, string Line) Make(string folder, int number, Random random)
    {
        var (modality, extension, bytes) = Kinds[random.Next(Kinds.Length)];
        var name = string.Create(CultureInfo.InvariantCulture, $"poison/{number}{extension}");
        Directory.CreateDirectory(Path.Combine(folder, "poison"));
        File.WriteAllBytes(Path.Combine(folder, name), bytes(random));
        return (name, JsonSerializer.Serialize(new { id = name, uri = name, modality }));
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
