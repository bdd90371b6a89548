namespace UniBind.Grid.Grains;

/// <summary>Counts what becomes of a group's rows.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class AlignAccount(AlignGroup group)
{
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private long _rows;
    private long _noLabel;
    private long _unknownLabel;
    private string _encoder = "";
    private int _dimension;

    public long Train { get; set; }

    public long HeldOut { get; set; }

    public long OtherSplit { get; set; }

    public long NoCaption { get; set; }

    /// <summary>Counts a row of the modality.</summary>
    /// <exception cref="GridException">It comes from another encoder than the rows before it.</exception>
    public void Count(string encoder, int dimension)
    {
        if (_rows++ == 0)
            (_encoder, _dimension) = (encoder, dimension);
        else if (encoder != _encoder || dimension != _dimension)
            throw new GridException($"'{group.Folder}' holds rows of two encoders of one modality; a head fits one encoder.");
    }

    /// <summary>Counts a row whose labels are no class.</summary>
    public void CountUnknown(IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            _noLabel++;
            return;
        }
        _unknownLabel++;
        if (_unknown.Count < AlignGroupSummary.MaxUnknownLabels)
            _unknown.Add(labels[0]);
    }

    /// <summary>The account.</summary>
    public AlignGroupSummary ToSummary() => new()
    {
        Group = group,
        Rows = _rows,
        Train = Train,
        HeldOut = HeldOut,
        OtherSplit = OtherSplit,
        NoLabel = _noLabel,
        UnknownLabel = _unknownLabel,
        UnknownLabels = [.. _unknown],
        NoCaption = NoCaption,
        Encoder = _encoder,
        RawDimension = _dimension,
    };
}
