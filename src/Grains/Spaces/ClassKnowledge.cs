using System.Security.Cryptography;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The descriptions of one class, as its file has them: every change is one more line, and the last line of a description counts.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ClassKnowledge
{
    private readonly Dictionary<(string Text, string? Item), int> _places = [];
    private readonly List<Description> _all = [];

    /// <summary>The descriptions, in the order in which they were first added.</summary>
    public IReadOnlyList<Description> All => _all;

    /// <summary>Reads the recorded part of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">The bytes that are recorded.</param>
    /// <param name="sha256">The hash of these bytes; empty checks nothing.</param>
    /// <exception cref="CorpusException">It was truncated or changed.</exception>
    public static ClassKnowledge Read(string path, long length, string sha256 = "")
    {
        var bytes = AppendFile.Read(path, length);
        if (length > 0 && sha256.Length > 0 && Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256)
            throw new CorpusException($"'{path}' was changed outside of the grid; restore it from a backup.");
        var knowledge = new ClassKnowledge();
        var at = 0;
        for (var line = 1; at < bytes.Length; line++)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            end = end < 0 ? bytes.Length : end;
            knowledge.Set(KnowledgeLine.TryParse(bytes.AsMemory(at, end - at), out var description, out var fault)
                ? description
                : throw new CorpusException($"Line {line} of '{path}' is damaged: {fault}; restore the file from a backup."));
            at = end + 1;
        }
        return knowledge;
    }

    /// <summary>What importing some descriptions would change; nothing is changed yet.</summary>
    /// <returns>The lines to add: new descriptions, and known ones with their new state, reviewer and reason.</returns>
    public IReadOnlyList<Description> Changes(IEnumerable<Description> incoming)
    {
        var changes = new Dictionary<(string, string?), Description>();
        foreach (var description in incoming)
        {
            var key = KeyOf(description);
            var known = changes.GetValueOrDefault(key) ?? (_places.TryGetValue(key, out var place) ? _all[place] : null);
            var next = known is null
                ? description
                : known with { State = description.State, Reviewer = description.Reviewer, Reason = description.Reason };
            if (next != known)
                changes[key] = next;
        }
        return [.. changes.Values];
    }

    /// <summary>Takes over what was written.</summary>
    public void Apply(IEnumerable<Description> changes)
    {
        foreach (var description in changes)
            Set(description);
    }

    private static (string Text, string? Item) KeyOf(Description description) => (description.Text, description.Item);

    private void Set(Description description)
    {
        if (_places.TryAdd(KeyOf(description), _all.Count))
            _all.Add(description);
        else
            _all[_places[KeyOf(description)]] = description;
    }
}
