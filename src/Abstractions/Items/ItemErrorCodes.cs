namespace UniBind.Grid;

/// <summary>The codes of item failures, stable for programs that read <c>errors.jsonl</c>.</summary>
public static class ItemErrorCodes
{
    /// <summary>The file or entry holds no bytes, or no events, points or characters.</summary>
    public const string Empty = "empty";

    /// <summary>The content ends early or contradicts its own header.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>The content's signature is none that the modality's decoders know, or not what its name says.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The item is larger than a limit (bytes, pixels, seconds, points, events, archive ratio).</summary>
    public const string TooLarge = "too-large";

    /// <summary>The item took longer to decode than its time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>A value is NaN or infinite.</summary>
    public const string NotFinite = "not-finite";

    /// <summary>The text is not valid UTF-8.</summary>
    public const string Encoding = "encoding";

    /// <summary>The item names a file outside the root of its source.</summary>
    public const string Escapes = "escapes-root";

    /// <summary>The content refers to other files or addresses (playlists), which is refused.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>An earlier item of the corpus has the same id.</summary>
    public const string DuplicateId = "duplicate-id";

    /// <summary>The content is not what was listed: its size or time changed since.</summary>
    public const string Changed = "changed";

    /// <summary>The item could not be read from its source.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A program that the decoder needs (ffmpeg) is not installed.</summary>
    public const string MissingTool = "missing-tool";

    /// <summary>Silos died while they worked on this item alone.</summary>
    public const string Crash = "crash";

    /// <summary>The encoder failed on this item alone.</summary>
    public const string Encoder = "encoder";
}
