namespace UniBind.Grid.Cli;

/// <summary>What a job will take, as <c>--dry-run</c> says it.</summary>
internal sealed record Estimate
{
    /// <summary>Each modality of the corpus.</summary>
    public required IReadOnlyList<ModalityEstimate> Modalities { get; init; }

    /// <summary>All items, those that will fail included.</summary>
    public long Items { get; init; }

    /// <summary>The size of their content.</summary>
    public long Bytes { get; init; }

    /// <summary>Items that will be dead letters, as far as their first bytes tell.</summary>
    public long Problems { get; init; }

    /// <summary>Items that the filter leaves out.</summary>
    public long Filtered { get; init; }

    /// <summary>The estimated time of the job.</summary>
    public double Seconds { get; init; }

    /// <summary>The estimated size of the output.</summary>
    public long OutputBytes { get; init; }

    /// <summary>The room where the output goes.</summary>
    public long FreeBytes { get; init; }

    /// <summary>False when the output will not fit.</summary>
    public bool Fits => OutputBytes < FreeBytes;

    public void Print(TextWriter output)
    {
        output.WriteLine($"{"modality",-12}{"items",12}{"size",14}{"time",14}{"output",14}");
        foreach (var m in Modalities)
            output.WriteLine(FormattableString.Invariant($"{m.Modality,-12}{m.Items,12:N0}{ProgressText.Bytes(m.Bytes),14}{Time(m),14}{ProgressText.Bytes(m.OutputBytes),14}"));
        output.WriteLine(FormattableString.Invariant($"{"all",-12}{Items,12:N0}{ProgressText.Bytes(Bytes),14}{ProgressText.Span(TimeSpan.FromSeconds(Seconds)),14}{ProgressText.Bytes(OutputBytes),14}"));
        if (Problems > 0)
            output.WriteLine(FormattableString.Invariant($"{Problems:N0} items cannot be read or are of no known format; they will be dead letters."));
        if (Filtered > 0)
            output.WriteLine(FormattableString.Invariant($"{Filtered:N0} items are left out by --modality."));
        foreach (var m in Modalities.Where(m => m.Note is not null))
            output.WriteLine($"{m.Modality}: {m.Note}");
        output.WriteLine($"Free where the output goes: {ProgressText.Bytes(FreeBytes)}. Nothing was written.");
    }

    private static string Time(ModalityEstimate m) => m.Seconds is { } seconds ? ProgressText.Span(TimeSpan.FromSeconds(seconds)) : "?";
}
