namespace UniBind.Grid.Grains;

/// <summary>Names of classes: which ones nobody could tell apart, and how some are listed in a sentence.</summary>
internal static class ClassNames
{
    private const int Listed = 5;

    /// <summary>The names and those to add, each once, in their order.</summary>
    /// <exception cref="GridException">A name is none, or two are spellings of one, see <see cref="ClassSpelling"/>.</exception>
    public static string[] Add(IReadOnlyCollection<string> names, IEnumerable<string> added)
    {
        var all = new List<string>(names);
        var known = names.ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
            seen.TryAdd(ClassSpelling.Fold(name), name);
        foreach (var name in added)
        {
            SpaceKey.RequireClass(name);
            if (!known.Add(name))
                continue;
            if (!seen.TryAdd(ClassSpelling.Fold(name), name))
                throw new GridException($"Two classes have the name '{name}' for a reader, one of them spelled '{seen[ClassSpelling.Fold(name)]}': they differ in case, blanks, underscores or invisible characters alone; give both one spelling, or rename one.");
            all.Add(name);
        }
        return [.. all];
    }

    /// <summary>Some names for a sentence: the first few, and how many more.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var first = string.Join(", ", all.Take(Listed).Select(n => $"'{n}'"));
        return $"{(all.Length == 1 ? "The class" : "The classes")} {first}{(all.Length > Listed ? $" and {all.Length - Listed:N0} more" : "")}";
    }
}
