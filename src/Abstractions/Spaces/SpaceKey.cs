namespace UniBind.Grid;

/// <summary>The names of spaces, versions and classes, and the keys of their grains.</summary>
public static class SpaceKey
{
    /// <summary>The most characters of a class's name.</summary>
    public const int MaxClassLength = 200;

    /// <summary>The grains over which captions without a class are spread.</summary>
    public const int CaptionShards = 64;

    private const int MaxSpaceLength = 64;

    // No class's name begins with a blank.
    private const char CaptionMark = ' ';

    /// <summary>Returns the name when it is one of a space.</summary>
    /// <exception cref="GridException">It is empty, too long, or has other characters than letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</exception>
    public static string RequireSpace(string space) =>
        space.Length is > 0 and <= MaxSpaceLength && space.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && space[0] is not ('.' or '-')
            ? space
            : throw new GridException($"'{space}' is no name of a space: up to {MaxSpaceLength} letters, digits, '-', '_' and '.'.");

    /// <summary>Returns the name when it is one of a class.</summary>
    /// <exception cref="GridException">It is empty, too long, has control characters, or begins or ends with a blank.</exception>
    public static string RequireClass(string name) =>
        name.Length is > 0 and <= MaxClassLength && name.Trim() == name && !name.Any(char.IsControl)
            ? name
            : throw new GridException($"'{name}' is no name of a class: 1 to {MaxClassLength} characters, no control characters, no blank at either end.");

    /// <summary>The key of the grain of one class.</summary>
    public static string ForClass(string space, string name) => $"{RequireSpace(space)}/{RequireClass(name)}";

    /// <summary>The key of the grain that keeps an item's captions where they name no class: one of <see cref="CaptionShards"/>, by the item's id.</summary>
    public static string ForCaptions(string space, string item)
    {
        // FNV-1a: the same on every machine and in every version.
        var hash = 2166136261u;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(item))
            hash = (hash ^ b) * 16777619u;
        return Captions(space, (int)(hash % CaptionShards));
    }

    /// <summary>The keys of all grains that keep captions without a class.</summary>
    public static IEnumerable<string> AllCaptions(string space) => Enumerable.Range(0, CaptionShards).Select(shard => Captions(space, shard));

    /// <summary>Whether a name is the second part of a key of <see cref="ForCaptions"/>, and no class.</summary>
    public static bool IsCaptions(string name) => name.StartsWith(CaptionMark);

    /// <summary>The key of the grain that trains the heads of one modality.</summary>
    public static string ForModality(string space, Modality modality) => $"{RequireSpace(space)}/{modality.Name()}";

    /// <summary>The two parts of a key of <see cref="ForClass"/> or <see cref="ForModality"/>.</summary>
    public static (string Space, string Name) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (key[..slash], key[(slash + 1)..]) : throw new FormatException($"'{key}' is no key of the form 'space/name'.");
    }

    /// <summary>Splits <c>NAME@VERSION</c>, where the version is a number or an alias; without <c>@</c> the version is <c>latest</c>.</summary>
    public static (string Space, string Version) ParseVersion(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at < 0 ? (RequireSpace(reference), SpaceInfo.Latest) : (RequireSpace(reference[..at]), reference[(at + 1)..]);
    }

    private static string Captions(string space, int shard) => FormattableString.Invariant($"{RequireSpace(space)}/{CaptionMark}captions {shard:00}");
}
