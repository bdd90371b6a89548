using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace UniBind.Grid.Client;

/// <summary>
/// What modality a <see cref="DataContent"/> is. The first of these that says it counts: <c>AdditionalProperties["modality"]</c> of the content; the parameter
/// <c>modality</c> of its media type (<c>image/png; modality=thermal</c>); <c>AdditionalProperties["modality"]</c> of the call's options; the media type itself:
/// <list type="table">
/// <item><term><c>text/*</c></term><description>text</description></item>
/// <item><term><c>image/*</c></term><description>image; a heat picture must say thermal</description></item>
/// <item><term><c>audio/*</c></term><description>audio</description></item>
/// <item><term><c>video/*</c></term><description>video</description></item>
/// <item><term><c>model/*</c>, <c>application/ply</c></term><description>point cloud</description></item>
/// <item><term>others</term><description>none: event recordings (<c>application/octet-stream</c>) must say event</description></item>
/// </list>
/// </summary>
public static class MediaTypes
{
    /// <summary>The name of the property and of the media type's parameter.</summary>
    public const string ModalityProperty = "modality";

    private static readonly FrozenDictionary<string, string> Extensions = new Dictionary<string, string>
    {
        ["text/plain"] = "txt",
        ["image/png"] = "png",
        ["image/jpeg"] = "jpg",
        ["image/webp"] = "webp",
        ["image/gif"] = "gif",
        ["image/tiff"] = "tif",
        ["audio/wav"] = "wav",
        ["audio/x-wav"] = "wav",
        ["audio/wave"] = "wav",
        ["audio/flac"] = "flac",
        ["audio/mpeg"] = "mp3",
        ["audio/ogg"] = "ogg",
        ["audio/mp4"] = "m4a",
        ["video/mp4"] = "mp4",
        ["video/quicktime"] = "mov",
        ["video/webm"] = "webm",
        ["video/x-matroska"] = "mkv",
        ["video/x-msvideo"] = "avi",
        ["model/ply"] = "ply",
        ["application/ply"] = "ply",
        ["model/obj"] = "obj",
        ["model/off"] = "off",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The modality of a content; null where nothing tells it.</summary>
    /// <param name="content">The content.</param>
    /// <param name="options">The call's options.</param>
    /// <exception cref="GridException">A modality is named that there is not.</exception>
    public static Modality? ModalityOf(DataContent content, EmbeddingGenerationOptions? options = null)
    {
        var type = MediaTypeHeaderValue.TryParse(content.MediaType, out var parsed) ? parsed : null;
        var said = content.AdditionalProperties?.GetValueOrDefault(ModalityProperty)?.ToString()
            ?? type?.Parameters.FirstOrDefault(p => p.Name.Equals(ModalityProperty, StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            ?? options?.AdditionalProperties?.GetValueOrDefault(ModalityProperty)?.ToString();
        if (said is not null)
            return Modalities.TryParse(said, out var modality) ? modality : throw new GridException($"There is no modality '{said}'; there are {string.Join(", ", Modalities.All.Select(m => m.Name()))}.");
        var plain = (type?.MediaType ?? content.MediaType).ToLowerInvariant();
        return plain[..(plain.IndexOf('/') + 1)] switch
        {
            "text/" => Modality.Text,
            "image/" => Modality.Image,
            "audio/" => Modality.Audio,
            "video/" => Modality.Video,
            "model/" => Modality.PointCloud,
            _ => plain == "application/ply" ? Modality.PointCloud : null,
        };
    }

    /// <summary>The content as the grid takes it.</summary>
    /// <exception cref="EmbeddingItemException">Nothing tells its modality.</exception>
    internal static MediaQuery ToQuery(DataContent content, int index, EmbeddingGenerationOptions? options)
    {
        try
        {
            var modality = ModalityOf(content, options)
                ?? throw new GridException($"the media type '{content.MediaType}' tells no modality; say it in AdditionalProperties[\"{ModalityProperty}\"].");
            return new MediaQuery { Name = NameOf(content), Content = content.Data.ToArray(), Modality = modality };
        }
        catch (GridException e)
        {
            throw new EmbeddingItemException(index, ItemErrorCodes.Unsupported, FormattableString.Invariant($"Item {index}: {e.Message}"));
        }
    }

    // Some formats have no signature and are told by the extension.
    private static string NameOf(DataContent content)
    {
        var name = content.Name is { Length: > 0 } given ? given : "item";
        var end = content.MediaType.IndexOf(';');
        return !Path.HasExtension(name) && Extensions.TryGetValue((end < 0 ? content.MediaType : content.MediaType[..end]).Trim(), out var extension) ? $"{name}.{extension}" : name;
    }
}
