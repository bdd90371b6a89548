namespace UniBind.Grid.Alignment;

/// <summary>The broken lines of one file, told in one message.</summary>
internal sealed class KnowledgeFaults(string path)
{
    private readonly List<string> _faults = [];

    /// <summary>Notes a broken line.</summary>
    /// <returns>True when no more are taken.</returns>
    public bool Add(long line, string fault)
    {
        _faults.Add($"line {line}: {fault}");
        return _faults.Count >= KnowledgeFile.MaxFaults;
    }

    /// <exception cref="AlignmentException">Lines are broken.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count == 0)
            return;
        var many = _faults.Count >= KnowledgeFile.MaxFaults ? $"the first {_faults.Count} broken lines are" : _faults.Count == 1 ? "a line is broken" : $"{_faults.Count} lines are broken";
        throw new AlignmentException($"The knowledge base '{path}' cannot be used, {many}: {string.Join("; ", _faults)}. Correct them and try again.");
    }
}
