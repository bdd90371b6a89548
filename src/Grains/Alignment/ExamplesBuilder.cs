using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Puts items one behind the other into one piece of memory.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ExamplesBuilder
{
    private readonly int _dimension;
    private readonly float[] _raw;
    private readonly List<int> _classes = [];
    private readonly List<float[]> _captions = [];

    /// <summary>Makes room.</summary>
    /// <param name="most">The items at most.</param>
    /// <param name="dimension">The length of a raw embedding.</param>
    /// <exception cref="AlignmentException">They have more values than one array holds.</exception>
    public ExamplesBuilder(long most, int dimension)
    {
        if (most * dimension > Array.MaxLength)
            throw new AlignmentException($"{most:N0} items of {dimension:N0} values are more than one machine trains on at a time ({Array.MaxLength / Math.Max(1, dimension):N0}); train on fewer jobs, or take the ridge method, which needs sums only.");
        _dimension = dimension;
        _raw = new float[most * dimension];
    }

    /// <summary>Adds an item.</summary>
    public void Add(in AlignItem item, EmbeddingMatrix? captions)
    {
        item.Raw.Span.CopyTo(_raw.AsSpan(_classes.Count * _dimension, _dimension));
        _classes.Add(item.Class);
        if (item.Caption >= 0 && captions is not null)
            _captions.Add(captions.Row(item.Caption).ToArray());
    }

    /// <summary>The items; captions only where every item has one.</summary>
    public HeadExamples ToExamples() => new()
    {
        Raw = new EmbeddingMatrix(_raw.AsMemory(0, _classes.Count * _dimension), _classes.Count, _dimension),
        Captions = _captions.Count > 0 && _captions.Count == _classes.Count ? EmbeddingMatrix.From(_captions, _captions[0].Length) : null,
        Classes = _classes.Exists(c => c >= 0) ? _classes : null,
    };
}
