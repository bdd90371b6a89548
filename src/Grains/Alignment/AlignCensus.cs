namespace UniBind.Grid.Grains;

/// <summary>What became of all rows of a modality in all sources of a training.</summary>
internal sealed record AlignCensus(AlignRun Run, long Rows, long Train, long HeldOut, long OtherSplit, long NoLabel, long UnknownLabel, long NoCaption)
{
    /// <summary>Some labels that are no class.</summary>
    public required IReadOnlyList<string> UnknownLabels { get; init; }

    /// <summary>The hash of the one encoder; empty without rows.</summary>
    public required string Encoder { get; init; }

    /// <summary>Adds the groups up.</summary>
    /// <exception cref="GridException">Their rows come from several encoders.</exception>
    public static AlignCensus Of(AlignRun run, IReadOnlyList<AlignGroupSummary> groups)
    {
        var filled = groups.Where(g => g.Rows > 0).ToArray();
        if (filled.FirstOrDefault(g => g.Encoder != filled[0].Encoder || g.RawDimension != filled[0].RawDimension) is { } other)
            throw new GridException(
                $"The {run.Modality.Name()} of '{filled[0].Group.Folder}' and '{other.Group.Folder}' come from different encoders ({filled[0].Encoder[..Math.Min(12, filled[0].Encoder.Length)]} and {other.Encoder[..Math.Min(12, other.Encoder.Length)]}); a head fits one encoder, so embed both with one pack.");
        return new AlignCensus(
            run,
            groups.Sum(g => g.Rows), groups.Sum(g => g.Train), groups.Sum(g => g.HeldOut), groups.Sum(g => g.OtherSplit),
            groups.Sum(g => g.NoLabel), groups.Sum(g => g.UnknownLabel), groups.Sum(g => g.NoCaption))
        {
            UnknownLabels = [.. groups.SelectMany(g => g.UnknownLabels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(AlignGroupSummary.MaxUnknownLabels)],
            Encoder = filled.Length > 0 ? filled[0].Encoder : "",
        };
    }

    /// <summary>What the user should know about rows that were not used.</summary>
    public string[] Notes()
    {
        var notes = new List<string>();
        if (UnknownLabel > 0)
            notes.Add($"{UnknownLabel:N0} items have labels that are no class of '{Run.Space}' ({string.Join(", ", UnknownLabels.Select(l => $"'{l}'"))}) and were not used.");
        if (NoLabel > 0)
            notes.Add($"{NoLabel:N0} items have no label and were not used.");
        if (NoCaption > 0)
            notes.Add($"{NoCaption:N0} items have no caption and were not used.");
        if (OtherSplit > 0)
            notes.Add($"{OtherSplit:N0} items of the test split, or of another than train and val, were left out.");
        return [.. notes];
    }

    /// <summary>Refuses to train on nothing.</summary>
    /// <exception cref="GridException">No item can be used; the message says what became of them.</exception>
    public void RequireUsable()
    {
        if (Train > 0 || Run.Method == AlignMethods.Labels)
            return;
        var modality = Run.Modality.Name();
        throw new GridException(Rows == 0
            ? $"The outputs hold no {modality} to train on; embed some first, or leave the modality out."
            : $"None of the {Rows:N0} items of {modality} can be trained on: {(Notes() is { Length: > 0 } notes ? string.Join(" ", notes) : "all are held out.")}");
    }
}
