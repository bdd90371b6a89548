using System.Text.Json;

namespace UniBind.Grid.Bench.Checker;

/// <summary>One dead letter of <c>errors.jsonl</c>.</summary>
/// <param name="Id">The item.</param>
/// <param name="Code">Why it has no row.</param>
/// <param name="Digest">Over uri, stage and code. The message is for people and may name a try.</param>
internal readonly record struct Letter(string Id, string Code, UInt128 Digest);

/// <summary>Reads <c>errors.jsonl</c> line by line.</summary>
internal static class LetterLines
{
    public static IEnumerable<Letter> Read(string folder, Action<string, string> unreadable)
    {
        const string name = "errors.jsonl";
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            unreadable(name, "it is missing");
            yield break;
        }
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (Parse(line) is { } letter)
                yield return letter;
            else
                unreadable(name, $"line {number} is no dead letter");
        }
    }

    private static Letter? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            string Text(string field) => json.RootElement.GetProperty(field).GetString()!;
            var (id, code) = (Text("id"), Text("code"));
            return new Letter(id, code, Digests.Of($"{Text("uri")}\n{Text("stage")}\n{code}"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
