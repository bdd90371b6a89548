using UniBind.Grid.Media;

namespace UniBind.Grid.Silo;

/// <summary>One item of a request: a text or bytes, a URL that still has to be fetched, or the reason why it is neither.</summary>
/// <param name="index">Its place in the list.</param>
/// <param name="list">The name of the list in the request, <c>input</c>.</param>
internal sealed class ApiItem(int index, string list)
{
    /// <summary>Its place in the list.</summary>
    public int Index { get; } = index;

    /// <summary>What messages call it, for example <c>input[3]</c>.</summary>
    public string Param => FormattableString.Invariant($"{list}[{Index}]");

    /// <summary>What goes to the grid; null until it is known.</summary>
    public MediaQuery? Query { get; private set; }

    /// <summary>Why there is nothing to embed; null where there is.</summary>
    public ApiError? Fault { get; private set; }

    /// <summary>The address to fetch the bytes from.</summary>
    public Uri? Url { get; init; }

    /// <summary>The modality that the request states, or that the kind of part implies; null to go by the content.</summary>
    public Modality? Modality { get; init; }

    /// <summary>The file name that the request gives, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Makes it a text.</summary>
    public ApiItem WithText(byte[] utf8)
    {
        if (utf8.Length == 0)
            return WithFault(ItemErrorCodes.Empty, "the text is empty; leave it out.");
        if (utf8.Length > EmbedRequest.MaxBytes)
            return WithTooLarge();
        Query = new MediaQuery { Name = "text.txt", Content = utf8, Modality = Grid.Modality.Text };
        return this;
    }

    /// <summary>Makes it a medium, once its bytes are there; what it is follows from the request, else from the bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">Their media type, or null.</param>
    /// <param name="fallbackName">A name for want of one in the request.</param>
    public ApiItem WithBytes(byte[] content, string? contentType, string? fallbackName = null)
    {
        if (content.Length > EmbedRequest.MaxBytes)
            return WithTooLarge();
        var name = MediaNames.Of(Name ?? fallbackName, contentType);
        try
        {
            using var media = MediaContent.FromBytes(name, content);
            Query = new MediaQuery { Name = name, Content = content, Modality = MediaSniffer.Detect(media, Modality).Modality };
            return this;
        }
        catch (ItemException e)
        {
            return WithFault(e.Code, e.Message);
        }
    }

    /// <summary>Says why it cannot be embedded.</summary>
    public ApiItem WithFault(string code, string message)
    {
        Fault = ApiErrors.OfItem(code, message, Param);
        return this;
    }

    /// <summary>Says why it cannot be embedded.</summary>
    public ApiItem WithFault(ApiError error)
    {
        Fault = error with { Param = Param, Message = $"{Param}: {error.Message}" };
        return this;
    }

    /// <summary>Says that it is larger than a call carries.</summary>
    public ApiItem WithTooLarge() =>
        WithFault(ItemErrorCodes.TooLarge, $"an item has at most {EmbedRequest.MaxBytes:N0} bytes online; send a smaller one, or embed it as a batch job by /v1/jobs.");
}
