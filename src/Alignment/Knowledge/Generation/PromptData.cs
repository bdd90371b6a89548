using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace UniBind.Grid.Alignment;

/// <summary>
/// The messages of a question: the template as the system's, and one JSON object with the names as the user's. Quotes, brackets and line ends of a name are escaped by
/// JSON, so no name can end its value or add to the instructions.
/// </summary>
internal static class PromptData
{
    private const int MaxOthers = 50;
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A question about a class.</summary>
    public static IReadOnlyList<ChatMessage> OfClass(PromptTemplate template, string name, string context, IReadOnlyList<string> classes, int count) =>
    [
        new(ChatRole.System, template.Text),
        new(ChatRole.User, Json(new { @class = name, context, others = classes.Where(c => c != name).Take(MaxOthers), count })),
    ];

    /// <summary>A question about a picture.</summary>
    public static IReadOnlyList<ChatMessage> OfPicture(PromptTemplate template, string label, Modality modality, int count, ReadOnlyMemory<byte> picture, string mediaType) =>
    [
        new(ChatRole.System, template.Text),
        new(ChatRole.User, [new TextContent(Json(new { @class = label, modality = modality.Name(), count })), new DataContent(picture, mediaType)]),
    ];

    private static string Json(object data) => JsonSerializer.Serialize(data, Options);
}
