using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Reads one content part: <c>text</c>, <c>image_url</c>, <c>input_audio</c>, <c>audio_url</c>, <c>video_url</c>, or <c>media</c> for all modalities.</summary>
internal static class PartReader
{
    private const int MaxUrl = 8192;

    /// <summary>Reads a part.</summary>
    /// <exception cref="ApiException">It is of no such form.</exception>
    public static ApiItem Read(JsonElement part, int index, string list, Modality? stated)
    {
        var param = FormattableString.Invariant($"{list}[{index}]");
        stated = ModalityOf(part, param) ?? stated;
        var type = StringMember(part, "type", param) ?? "";
        switch (type)
        {
            case "text" or "input_text":
                return new ApiItem(index, list).WithText(JsonBody.Utf8Of(Member(part, "text", JsonValueKind.String, param), param));
            case "image_url" or "input_image":
                return ReadUrl(part, "image_url", index, list, stated ?? Modality.Image);
            case "audio_url":
                return ReadUrl(part, type, index, list, stated ?? Modality.Audio);
            case "video_url":
                return ReadUrl(part, type, index, list, stated ?? Modality.Video);
            case "input_audio":
                var audio = Member(part, type, JsonValueKind.Object, param);
                var item = new ApiItem(index, list) { Modality = stated ?? Modality.Audio, Name = MediaNames.OfFormat(StringMember(audio, "format", param)) };
                return ReadData(item, Member(audio, "data", JsonValueKind.String, param), param);
            case "media":
                var name = StringMember(part, "name", param);
                if (part.TryGetProperty("data"u8, out var data))
                    return ReadData(new ApiItem(index, list) { Modality = stated, Name = name }, RequireString(data, $"{param}.data"), param);
                return ReadAddress(Member(part, "url", JsonValueKind.String, param), index, list, stated, name);
            default:
                throw new ApiException($"'{param}' is of the type '{(type.Length <= 40 ? type : type[..40])}'; there are text, image_url, input_audio, audio_url, video_url and media.", $"{param}.type");
        }
    }

    /// <summary>Reads a data URI or a URL.</summary>
    public static ApiItem ReadAddress(JsonElement address, int index, string list, Modality? stated, string? name)
    {
        var param = FormattableString.Invariant($"{list}[{index}]");
        var text = DataUri.TextOf(address, param);
        if (DataUri.Is(text))
            return DataUri.Fill(new ApiItem(index, list) { Modality = stated, Name = name }, text);
        if (text.Length <= MaxUrl && Uri.TryCreate(JsonBody.StringOf(address, param), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            return new ApiItem(index, list) { Modality = stated, Name = name, Url = url };
        throw new ApiException($"'{param}' is neither a data URI ('data:image/png;base64,…') nor an http or https URL.", param);
    }

    /// <summary>The modality that an object names in <c>modality</c>; null where it names none.</summary>
    /// <exception cref="ApiException">There is none of the name.</exception>
    public static Modality? ModalityOf(JsonElement owner, string param)
    {
        if (!owner.TryGetProperty("modality"u8, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        return ModalityOf(member.ValueKind == JsonValueKind.String ? JsonBody.StringOf(member, param) : "", param);
    }

    /// <summary>The modality of a name.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static Modality ModalityOf(string name, string param) => Modalities.TryParse(name, out var modality)
        ? modality
        : throw new ApiException($"'modality' takes one of {string.Join(", ", Modalities.All.Select(m => m.Name()))}.", param.Length == 0 ? "modality" : $"{param}.modality");

    /// <summary>A string member; null where it is missing.</summary>
    public static string? StringMember(JsonElement owner, string name, string param) =>
        owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? JsonBody.StringOf(RequireString(member, $"{param}.{name}"), param) : null;

    private static ApiItem ReadUrl(JsonElement part, string name, int index, string list, Modality? stated)
    {
        var param = FormattableString.Invariant($"{list}[{index}]");
        if (!part.TryGetProperty(name, out var member))
            throw Missing(param, name);
        var url = member.ValueKind == JsonValueKind.Object ? Member(member, "url", JsonValueKind.String, $"{param}.{name}") : RequireString(member, $"{param}.{name}");
        return ReadAddress(url, index, list, stated, StringMember(part, "name", param));
    }

    // Base64, or a data URI where base64 was asked for, which several clients send.
    private static ApiItem ReadData(ApiItem item, JsonElement data, string param)
    {
        var text = DataUri.TextOf(data, param);
        return DataUri.Is(text) ? DataUri.Fill(item, text) : DataUri.FillBase64(item, text, null);
    }

    private static JsonElement Member(JsonElement owner, string name, JsonValueKind kind, string param) =>
        owner.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : throw Missing(param, name);

    private static JsonElement RequireString(JsonElement member, string param) =>
        member.ValueKind == JsonValueKind.String ? member : throw new ApiException($"'{param}' must be a string.", param);

    private static ApiException Missing(string param, string name) => new($"'{param}' lacks '{name}', or it is of the wrong type.", $"{param}.{name}");
}
