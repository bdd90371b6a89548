using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>The version of a file as the listing records it: modification time (UTC ticks) and size, both hexadecimal, <c>8dd…-1f4</c>.</summary>
internal static class FileVersion
{
    public static string Of(FileInfo file) => Of(file.LastWriteTimeUtc, file.Length);

    public static string Of(DateTime modifiedUtc, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{modifiedUtc.Ticks:x}-{length:x}");
}
