namespace UniBind.Grid.Alignment;

/// <summary>The prompt templates that come with the project.</summary>
/// <remarks>Thread-safe.</remarks>
public static class PromptTemplates
{
    /// <summary>The set for classes of any kind.</summary>
    public const string General = "general";

    /// <summary>The set for parts, defects and machine states.</summary>
    public const string Manufacturing = "manufacturing";

    /// <summary>The template of captions.</summary>
    public const string Caption = "caption";

    private const string Prefix = "templates/";
    private static readonly Lazy<IReadOnlyDictionary<string, PromptTemplate>> Loaded = new(Load);

    /// <summary>All templates for classes, by set and name.</summary>
    public static IReadOnlyList<PromptTemplate> All => [.. Loaded.Value.Values.Where(t => t.Set != Caption).OrderBy(t => t.Set, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The templates of a set.</summary>
    public static IReadOnlyList<PromptTemplate> OfSet(string set) => [.. All.Where(t => t.Set == set)];

    /// <summary>A template by its name.</summary>
    /// <exception cref="AlignmentException">There is none of the name.</exception>
    public static PromptTemplate Get(string name) => Loaded.Value.GetValueOrDefault(name)
        ?? throw new AlignmentException($"There is no prompt template '{name}'; there are {string.Join(", ", All.Select(t => t.Name))}.");

    private static IReadOnlyDictionary<string, PromptTemplate> Load()
    {
        var assembly = typeof(PromptTemplates).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(resource =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return Parse(resource[Prefix.Length..], reader.ReadToEnd().ReplaceLineEndings("\n"));
        }).ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>Lines <c>name: value</c>, a line <c>---</c>, and the instructions.</summary>
    private static PromptTemplate Parse(string name, string file)
    {
        var cut = file.IndexOf("\n---\n", StringComparison.Ordinal);
        var head = file[..cut].Split('\n').Select(l => l.Split(':', 2)).ToDictionary(p => p[0].Trim(), p => p[1].Trim(), StringComparer.Ordinal);
        var modalities = head["modalities"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(m => Modalities.TryParse(m, out var modality) ? modality : throw new FormatException($"'{m}' in the template '{name}' is no modality."));
        return new(name, head["set"], head["facet"], [.. modalities], file[(cut + 5)..].Trim());
    }
}
