using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Reads finished job outputs for an evaluation, straight from disk: a grid is asked only for a version that they do not tell the publication of.</summary>
public static class EvaluationReader
{
    private const string Unpublished = "@0";

    /// <summary>Reads the rows of some outputs of one space version; of many rows, the sample that the evaluation would take.</summary>
    /// <exception cref="CorpusException">A folder is no finished output, or a part is damaged.</exception>
    /// <exception cref="AlignmentException">The outputs mix space versions or encoders, hold no such rows, or the version is not at hand.</exception>
    public static async Task<EvaluationSource> ReadAsync(IReadOnlyList<string> folders, EvaluationReadOptions options, CancellationToken cancellationToken = default)
    {
        var outputs = new List<OutputFolder>();
        foreach (var folder in folders)
            outputs.Add(await OutputFolder.ReadAsync(folder, cancellationToken).ConfigureAwait(false));
        var first = await FirstRowAsync(outputs, cancellationToken).ConfigureAwait(false);
        var space = await OpenAsync(first, outputs, options, cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = new RowSample(first.Space, space, options);
            foreach (var output in outputs)
                await foreach (var row in PartReader.ReadAsync(output.Folder, cancellationToken).ConfigureAwait(false))
                    rows.Add(row);
            var roots = outputs.Select(o => o.Root).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
            return new EvaluationSource(rows.ToInput(space?.Manifest.PackAligned ?? options.Aligned(first.Space[..^Unpublished.Length]) ?? false), space, roots);
        }
        catch
        {
            space?.Dispose();
            throw;
        }
    }

    private static async Task<OutputRow> FirstRowAsync(IReadOnlyList<OutputFolder> outputs, CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await foreach (var row in PartReader.ReadAsync(output.Folder, cancellationToken).ConfigureAwait(false))
                return row;
        throw new AlignmentException($"There is no row in {string.Join(", ", outputs.Select(o => $"'{o.Folder}'"))}; nothing was embedded.");
    }

    private static async Task<Space?> OpenAsync(OutputRow row, IReadOnlyList<OutputFolder> outputs, EvaluationReadOptions options, CancellationToken cancellationToken)
    {
        var id = options.Space ?? row.Space;
        if (id.EndsWith(Unpublished, StringComparison.Ordinal))
            return id == row.Space ? null : throw new AlignmentException($"The rows are of '{row.Space}', and '{id}' is another pack; embed the corpus with it.");
        if (options.Blobs is not { } blobs)
            throw new AlignmentException($"The rows are of '{id}', and there is no data directory to read it from; name it with --data.");
        string[] hashes = id == row.Space ? [.. outputs.Select(o => o.SpaceSha256).Where(h => h.Length > 0).Distinct(StringComparer.Ordinal)] : [];
        if (hashes.Length > 1)
            throw new AlignmentException($"The outputs were made with {hashes.Length} different publications of spaces; evaluate them one by one, or realign them to one version.");
        if (hashes is [var own])
            return Space.Open(blobs, own);
        return options.Resolve is { } resolve
            ? Space.Open(blobs, await resolve(id, cancellationToken).ConfigureAwait(false))
            : throw new AlignmentException($"The output does not tell which publication of '{id}' is meant, and there is no grid to ask; evaluate it where '{id}' was published.");
    }
}
