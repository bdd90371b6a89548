namespace UniBind.Grid.Alignment;

/// <summary>Job outputs that were read for an evaluation.</summary>
public sealed class EvaluationSource : IDisposable
{
    private readonly Space? _space;

    internal EvaluationSource(EvaluationInput input, Space? space, IReadOnlyList<string> roots)
    {
        Input = input;
        Roots = roots;
        _space = space;
    }

    /// <summary>The items with their embeddings; centers are valid until disposal.</summary>
    public EvaluationInput Input { get; }

    /// <summary>The folders that addresses of items may be relative to: the sources of the jobs, as far as they are folders on this machine.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Closes the space version.</summary>
    public void Dispose() => _space?.Dispose();
}
