using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Encoding;

/// <summary>
/// Strict reader of one JSON object of a pack: every member has to be asked for, and every fault is told with its place.
/// </summary>
/// <remarks>Not thread-safe. Used once per manifest.</remarks>
internal sealed class StrictJson
{
    private readonly string _folder;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    public StrictJson(string folder, string path, JsonElement element)
    {
        _folder = folder;
        Path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw PackException.At(folder, path, $"an object is wanted, but this is {Show(element)}.");
        foreach (var member in element.EnumerateObject())
            _members.Add(member.Name, member.Value);
    }

    /// <summary>Where the object stands, for example <c>$.encoders.image</c>.</summary>
    public string Path { get; }

    /// <summary>The names of all members, as they stand.</summary>
    public IEnumerable<string> Names => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>A text; null when the member is absent and may be.</summary>
    public string? OptionalText(string name, int maxLength, Regex? form = null, string? wanted = null)
    {
        if (!Take(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text
               && text.Length <= maxLength && form?.IsMatch(text) != false
            ? text
            : throw Bad(name, value, wanted ?? string.Create(CultureInfo.InvariantCulture, $"a text of at most {maxLength} characters"));
    }

    public string Text(string name, int maxLength, Regex? form = null, string? wanted = null)
    {
        var text = OptionalText(name, maxLength, form, wanted) ?? throw Missing(name);
        return text.Length > 0 ? text : throw At(name, "the text is empty.");
    }

    /// <summary>One of a few words; <paramref name="fallback"/> when the member is absent.</summary>
    public T Word<T>(string name, T fallback) where T : struct, Enum
    {
        if (!Take(name, out var value))
            return fallback;
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(WordOf(candidate)))
                return candidate;
        }

        throw Bad(name, value, "one of " + string.Join(", ", Enum.GetValues<T>().Select(WordOf)));
    }

    /// <summary>An integer within bounds; without a fallback the member must be there.</summary>
    public int Int(string name, int? fallback, int min, int max)
    {
        if (!Take(name, out var value))
            return fallback ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Bad(name, value, string.Create(CultureInfo.InvariantCulture, $"an integer from {min} to {max}"));
    }

    /// <summary>True or false; without a fallback the member must be there.</summary>
    public bool Flag(string name, bool? fallback)
    {
        if (!Take(name, out var value))
            return fallback ?? throw Missing(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad(name, value, "true or false");
    }

    public StrictJson Object(string name) => OptionalObject(name) ?? throw Missing(name);

    public StrictJson? OptionalObject(string name) =>
        Take(name, out var value) ? new StrictJson(_folder, $"{Path}.{name}", value) : null;

    /// <summary>The objects of an array; none when the member is absent.</summary>
    public IEnumerable<StrictJson> Objects(string name, int maxCount)
    {
        if (!Take(name, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
            throw Bad(name, value, string.Create(CultureInfo.InvariantCulture, $"an array of at most {maxCount} objects"));
        var index = 0;
        foreach (var element in value.EnumerateArray())
            yield return new StrictJson(_folder, string.Create(CultureInfo.InvariantCulture, $"{Path}.{name}[{index++}]"), element);
    }

    /// <summary>A member as it stands, undefined when absent.</summary>
    public JsonElement Raw(string name) => Take(name, out var value) ? value : default;

    /// <summary>Refuses the members that nothing asked for. Call it last.</summary>
    public void RefuseUnknown()
    {
        var unknown = _members.Keys.Where(k => !_known.Contains(k)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
            throw At(unknown, $"the member '{unknown}' is unknown; known here are {string.Join(", ", _known)}.");
    }

    /// <summary>A fault of one member.</summary>
    public PackException At(string name, string problem) => PackException.At(_folder, $"{Path}.{name}", problem);

    /// <summary>The word of an enumeration's value in JSON.</summary>
    public static string WordOf<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private bool Take(string name, out JsonElement value)
    {
        if (!_known.Contains(name))
            _known.Add(name);
        return _members.TryGetValue(name, out value);
    }

    private PackException Missing(string name) => At(name, $"the member '{name}' is missing.");

    private PackException Bad(string name, JsonElement value, string wanted) => At(name, $"{wanted} is wanted, but this is {Show(value)}.");

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "...";
    }
}
