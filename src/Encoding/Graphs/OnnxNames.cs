namespace UniBind.Grid.Encoding;

/// <summary>Which names a graph may use.</summary>
internal static class OnnxNames
{
    /// <summary>Gives the name back when it starts with a letter or underscore and holds letters, digits and <c>_ . / : -</c> only.</summary>
    /// <exception cref="ArgumentException">The name is anything else.</exception>
    public static string Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var good = char.IsAsciiLetter(name[0]) || name[0] == '_';
        foreach (var c in name)
            good &= char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or ':' or '-';
        return good
            ? name
            : throw new ArgumentException($"'{name}' is no name of a graph: it must start with a letter or '_' and hold letters, digits, '_', '.', '/', ':' and '-' only.", nameof(name));
    }
}
