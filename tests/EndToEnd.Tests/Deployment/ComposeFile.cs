using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using UniBind.Grid.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>The checkout's docker-compose.yml with its merge keys resolved.</summary>
internal sealed partial class ComposeFile
{
    private ComposeFile(JsonObject root) => Root = root;

    /// <summary>The whole file.</summary>
    public JsonObject Root { get; }

    /// <summary>Its services by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Services => Root["services"]!.AsObject().ToDictionary(p => p.Key, p => p.Value!.AsObject());

    /// <summary>The services that run the project's own image.</summary>
    public IReadOnlyDictionary<string, JsonObject> Silos => Services.Where(p => ((string)p.Value["image"]!).StartsWith("unibind-grid:", StringComparison.Ordinal)).ToDictionary();

    public static ComposeFile Read()
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        return new ComposeFile(ReadYaml(reader).AsObject());
    }

    /// <summary>Reads one YAML document as JSON; plain scalars get their type, quoted ones stay texts.</summary>
    public static JsonNode ReadYaml(TextReader reader)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(new MergingParser(new Parser(reader)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph!))!;
    }

    /// <summary>A service's list of words.</summary>
    public static string[] Words(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(w => (string)w!)];

    /// <summary>A service's environment, with the values that <c>.env</c> would give.</summary>
    public static Dictionary<string, string> Environment(JsonObject service, IReadOnlyDictionary<string, string> variables) =>
        (service["environment"]?.AsObject() ?? []).ToDictionary(p => p.Key, p => Interpolate(p.Value!.ToString(), variables));

    /// <summary>Puts variables into a text as compose does: <c>${NAME:?why}</c>, and <c>$$</c> for a dollar.</summary>
    public static string Interpolate(string text, IReadOnlyDictionary<string, string> variables) =>
        VariableText().Replace(text, match => match.Value == "$$" ? "$" : variables[match.Groups[1].Value]);

    [GeneratedRegex(@"\$\$|\$\{(\w+)(?::\?[^}]*)?\}")]
    private static partial Regex VariableText();
}
