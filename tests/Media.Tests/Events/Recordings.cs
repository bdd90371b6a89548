using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Decodes recordings from bytes, and writes the simple formats.</summary>
internal static class Recordings
{
    public static EventRecording Decode(byte[] bytes, MediaFormat format, MediaLimits? limits = null)
    {
        using var content = MediaContent.FromBytes("x", bytes);
        return EventDecoder.Decode(content, format, limits ?? MediaLimits.Default, TestContext.Current.CancellationToken);
    }

    public static EventRecording Decode(string text, MediaFormat format) => Decode(Encoding.UTF8.GetBytes(text), format);

    public static string FailureOf(byte[] bytes, MediaFormat format, MediaLimits? limits = null) =>
        Assert.Throws<ItemException>(() => Decode(bytes, format, limits)).Code;

    public static (int X, int Y, bool Positive, long Time)[] Events(EventRecording recording) =>
        [.. Enumerable.Range(0, recording.Count).Select(i => ((int)recording.X[i], (int)recording.Y[i], recording.Positive[i], recording.Time[i]))];

    /// <summary>N-MNIST's records of 5 bytes.</summary>
    public static byte[] NMnist(params (int X, int Y, bool Positive, long Time)[] events) =>
        [.. events.SelectMany(e => (byte[])[(byte)e.X, (byte)e.Y, (byte)((e.Positive ? 0x80 : 0) | (int)(e.Time >> 16) & 0x7F), (byte)(e.Time >> 8), (byte)e.Time])];
}
