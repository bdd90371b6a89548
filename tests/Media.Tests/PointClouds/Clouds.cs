using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Decodes clouds from bytes, and makes some.</summary>
internal static class Clouds
{
    public static PointCloud Decode(byte[] bytes, MediaFormat format, MediaLimits? limits = null, bool faces = false)
    {
        using var content = MediaContent.FromBytes("x", bytes);
        return PointCloudDecoder.Decode(content, format, limits ?? MediaLimits.Default, faces, TestContext.Current.CancellationToken);
    }

    public static PointCloud Decode(string text, MediaFormat format, bool faces = false) => Decode(Encoding.UTF8.GetBytes(text), format, null, faces);

    public static string FailureOf(byte[] bytes, MediaFormat format, MediaLimits? limits = null, bool faces = false) =>
        Assert.Throws<ItemException>(() => Decode(bytes, format, limits, faces)).Code;

    public static string FailureOf(string text, MediaFormat format) => FailureOf(Encoding.UTF8.GetBytes(text), format);

    public static (float, float, float)[] Points(PointCloud cloud) =>
        [.. Enumerable.Range(0, cloud.Count).Select(i => (cloud.X[i], cloud.Y[i], cloud.Z[i]))];

    public static (float[] X, float[] Y, float[] Z) Random(int count, int seed)
    {
        var random = new Random(seed);
        float[] Axis() => [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1))];
        return (Axis(), Axis(), Axis());
    }
}
