using System.Runtime.InteropServices;

namespace UniBind.Grid.Alignment;

/// <summary>Finds classes that are spelled in two ways, see <see cref="ClassSpelling"/>, and would become two classes by mistake.</summary>
internal sealed class ClassSpellings
{
    private readonly Dictionary<string, (string Name, long Line)> _seen = new(StringComparer.Ordinal);
    private string _last = "";

    /// <summary>What is wrong with a class name, given those before; null when nothing is.</summary>
    public string? Clash(string name, long line)
    {
        if (name.Length == 0 || name == _last)
            return null;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, ClassSpelling.Fold(name), out var exists);
        if (exists && known.Name != name)
            return $"the class '{name}' is also spelled '{known.Name}' (line {known.Line}); two names of one class: choose one";
        if (!exists)
            known = (name, line);
        _last = name;
        return null;
    }
}
