using System.Collections.Frozen;

namespace UniBind.Grid.Silo;

/// <summary>File names of items that come without one: their extension tells formats that have no signature.</summary>
internal static class MediaNames
{
    private const int MaxLength = 200;

    private static readonly FrozenDictionary<string, string> Extensions = new Dictionary<string, string>
    {
        ["text/plain"] = "txt",
        ["text/markdown"] = "md",
        ["text/csv"] = "csv",
        ["image/png"] = "png",
        ["image/jpeg"] = "jpg",
        ["image/jpg"] = "jpg",
        ["image/webp"] = "webp",
        ["image/gif"] = "gif",
        ["image/tiff"] = "tif",
        ["audio/wav"] = "wav",
        ["audio/x-wav"] = "wav",
        ["audio/wave"] = "wav",
        ["audio/vnd.wave"] = "wav",
        ["audio/flac"] = "flac",
        ["audio/x-flac"] = "flac",
        ["audio/mpeg"] = "mp3",
        ["audio/mp3"] = "mp3",
        ["audio/ogg"] = "ogg",
        ["audio/opus"] = "ogg",
        ["audio/aiff"] = "aiff",
        ["audio/x-aiff"] = "aiff",
        ["audio/mp4"] = "m4a",
        ["audio/x-m4a"] = "m4a",
        ["audio/webm"] = "mka",
        ["video/mp4"] = "mp4",
        ["video/quicktime"] = "mov",
        ["video/webm"] = "webm",
        ["video/x-matroska"] = "mkv",
        ["video/x-msvideo"] = "avi",
        ["video/mpeg"] = "mpg",
        ["video/ogg"] = "ogv",
        ["model/ply"] = "ply",
        ["application/ply"] = "ply",
        ["model/obj"] = "obj",
        ["model/off"] = "off",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name to show and to find the format by.</summary>
    /// <param name="name">The name that the request gives, or null; of a path its last part counts.</param>
    /// <param name="contentType">The media type, or null.</param>
    public static string Of(string? name, string? contentType)
    {
        var plain = name is null ? "" : Path.GetFileName(name.Replace('\\', '/'));
        plain = string.Concat(plain.Where(c => !char.IsControl(c)).TakeLast(MaxLength));
        if (plain.Length == 0 || plain[0] == '.')
            plain = "item" + plain;
        if (Path.HasExtension(plain) || contentType is null)
            return plain;
        var end = contentType.IndexOf(';');
        return Extensions.TryGetValue((end < 0 ? contentType : contentType[..end]).Trim(), out var extension) ? $"{plain}.{extension}" : plain;
    }

    /// <summary>The extension of a short name of an audio format, as OpenAI's <c>input_audio</c> has it.</summary>
    public static string OfFormat(string? format) => format is { Length: > 0 and < 10 } && format.All(char.IsAsciiLetterOrDigit) ? $"audio.{format.ToLowerInvariant()}" : "audio";
}
