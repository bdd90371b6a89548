using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Reads a Dockerfile into its instructions, lines that go on joined.</summary>
internal static class Dockerfiles
{
    public static (string Name, string Text)[] Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, name)).Where(l => !l.TrimStart().StartsWith('#')).ToArray();
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return [.. joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split(' ', 2)).Select(p => (p[0], p[1].Trim()))];
    }
}
