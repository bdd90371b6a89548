namespace UniBind.Grid;

/// <summary>One item to classify or to search for: its compressed media bytes, or a text.</summary>
/// <remarks>The bytes travel as they are and must not be changed after the call.</remarks>
[GenerateSerializer, Immutable, Alias("unibind.MediaQuery")]
public sealed record MediaQuery
{
    /// <summary>The file name with its extension, for format detection and messages.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The content, at most <see cref="EmbedRequest.MaxBytes"/>.</summary>
    [Id(1)] public required byte[] Content { get; init; }

    /// <summary>What it is.</summary>
    [Id(2)] public Modality Modality { get; init; }

    /// <summary>A literal text.</summary>
    public static MediaQuery OfText(string text) =>
        new() { Name = "text.txt", Content = System.Text.Encoding.UTF8.GetBytes(text), Modality = Modality.Text };
}
