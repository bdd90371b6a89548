using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary>What <c>inspect</c> found.</summary>
internal sealed record InspectResult
{
    public required string File { get; init; }

    public required string Modality { get; init; }

    public required string Format { get; init; }

    public long Bytes { get; init; }

    public required string Profile { get; init; }

    public required IReadOnlyList<TensorSummary> Tensors { get; init; }

    public bool Truncated { get; init; }

    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    public string? TensorFile { get; init; }

    public static InspectResult Of(MediaContent content, MediaKind kind, IPreprocessingProfile profile, PreparedItem prepared) => new()
    {
        File = content.Name,
        Modality = kind.Modality.Name(),
        Format = kind.Format.ToString().ToLowerInvariant(),
        Bytes = content.Length,
        Profile = profile.Fingerprint,
        Tensors = [.. prepared.Tensors.Select(TensorSummary.Of)],
        Truncated = prepared.Truncated,
        Notes = prepared.Notes,
    };

    public void Print(TextWriter output)
    {
        output.WriteLine($"file      {File} ({ProgressText.Bytes(Bytes)})");
        output.WriteLine($"is        {Modality}, {Format}");
        output.WriteLine($"profile   {Profile}");
        foreach (var tensor in Tensors)
            output.WriteLine(FormattableString.Invariant($"tensor    {tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}], min {tensor.Min:0.####}, mean {tensor.Mean:0.####}, max {tensor.Max:0.####}"));
        foreach (var (name, note) in Notes)
            output.WriteLine($"note      {name}: {note}");
        if (Truncated)
            output.WriteLine("note      truncated: part of the content was left out");
        if (TensorFile is { } written)
            output.WriteLine($"written   {written}");
    }
}
