using System.Globalization;
using System.Text;

namespace UniBind.Grid.Grains;

/// <summary>Names of classes: which ones nobody could tell apart, and how some are listed in a sentence.</summary>
internal static class ClassNames
{
    private const int Listed = 5;

    /// <summary>The names and those to add, each once, in their order.</summary>
    /// <exception cref="GridException">A name is none, or two read the same and are not: they differ in blanks or in characters without a shape.</exception>
    public static string[] Add(IReadOnlyCollection<string> names, IEnumerable<string> added)
    {
        var all = new List<string>(names);
        var seen = names.ToDictionary(Looks, n => n, StringComparer.Ordinal);
        foreach (var name in added)
        {
            SpaceKey.RequireClass(name);
            if (seen.TryAdd(Looks(name), name))
                all.Add(name);
            else if (seen[Looks(name)] is var other && other != name)
                throw new GridException($"Two classes have the name '{name}' for a reader, but differ in blanks or invisible characters; give both the same characters, or rename one.");
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

    private static string Looks(string name)
    {
        var looks = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
                continue;
            if (!char.IsWhiteSpace(c))
                looks.Append(c);
            else if (looks.Length > 0 && looks[^1] != ' ')
                looks.Append(' ');
        }
        return looks.ToString();
    }
}
