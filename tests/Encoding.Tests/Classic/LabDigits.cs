using System.IO.Compression;
using System.Runtime.InteropServices;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

/// <summary>The lab's digits as the tensors that the preprocessing profiles make of them.</summary>
internal static class LabDigits
{
    /// <summary>The first handwritten digits, 28 by 28 bytes each, with their labels.</summary>
    public static (byte[][] Images, int[] Labels) Handwritten(int count)
    {
        var images = Unzip(Lab.Require("data", "digits", "image_mnist", "t10k-images-idx3-ubyte.gz"), 16 + 784 * count);
        var labels = Unzip(Lab.Require("data", "digits", "image_mnist", "t10k-labels-idx1-ubyte.gz"), 8 + count);
        return ([.. images.Skip(16).Chunk(784)], [.. labels.Skip(8).Select(b => (int)b)]);
    }

    /// <summary>The derived point clouds, [1024,3] each, with their labels.</summary>
    public static (float[][] Clouds, int[] Labels) Clouds()
    {
        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Lab.Require("data", "digits", "pointcloud_derived", "points.f32")));
        var labels = File.ReadLines(Lab.Require("data", "digits", "pointcloud_derived", "index.csv")).Skip(1).Select(l => l[(l.IndexOf(',') + 1)..l.LastIndexOf(',')]);
        return ([.. values.ToArray().Chunk(3 * 1024)], [.. labels.Select(l => l[0] - '0')]);
    }

    /// <summary>A digit scaled to a gray plane of <paramref name="size"/>, bilinear, moved by pixels of the digit; 0..1.</summary>
    public static float[] Plane(byte[] digit, int size, float moveX = 0, float moveY = 0)
    {
        var plane = new float[size * size];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                plane[y * size + x] = Sample(digit, (x + 0.5f) * 28 / size - 0.5f - moveX, (y + 0.5f) * 28 / size - 0.5f - moveY);
        return plane;
    }

    private static float Sample(byte[] digit, float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (right, bottom) = (x - left, y - top);
        float At(int px, int py) => px is >= 0 and < 28 && py is >= 0 and < 28 ? digit[28 * py + px] / 255f : 0;
        return (1 - bottom) * ((1 - right) * At(left, top) + right * At(left + 1, top))
            + bottom * ((1 - right) * At(left, top + 1) + right * At(left + 1, top + 1));
    }

    private static byte[] Unzip(string path, int bytes)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var buffer = new byte[bytes];
        stream.ReadExactly(buffer);
        return buffer;
    }
}
