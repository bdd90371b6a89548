using System.Text.Json;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>A line of <c>errors.jsonl</c>, read as any other program would.</summary>
internal sealed record ErrorLine(string Id, string Uri, string Stage, string Code, string Message)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<ErrorLine> ReadAll(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ErrorLine>(line, Options)!)];
}
