using System.Numerics.Tensors;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>Writes the centers of single classes, which lie in many files, as the one file of a space. Rows go from the mapped files to the stream; there is no copy of all of them.</summary>
public static class CenterMerge
{
    // Rows that an encoder or an importer normalised in single precision are off by less.
    private const float NormTolerance = 1e-3f;

    /// <summary>Writes a file of the form of <see cref="CenterFile"/>.</summary>
    /// <param name="parts">For each class, in the order of the file, a set that holds it and its place there.</param>
    /// <param name="stream">Where it goes.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="AlignmentException">Dimensions differ, a class stands twice, a row is not finite or not of length 1, or there are too many rows for one file.</exception>
    public static Task WriteAsync(IReadOnlyList<(CenterSet Set, int Class)> parts, Stream stream, CancellationToken cancellationToken)
    {
        var dimension = parts.Count > 0 ? parts[0].Set.Dimension : throw new AlignmentException("There is no class to write; build centers first.");
        var pieces = new List<ReadOnlyMemory<float>>(parts.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var starts = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (set, index) = parts[i];
            var (start, count) = set.RowsOf(index);
            if (set.Dimension != dimension)
                throw new AlignmentException($"The center of '{set.Classes[index]}' has {set.Dimension} dimensions and that of '{parts[0].Set.Classes[parts[0].Class]}' has {dimension}; build them with one pack.");
            if (!names.Add(set.Classes[index]))
                throw new AlignmentException($"Two classes have the name '{set.Classes[index]}'; rename one.");
            if ((starts[i] + (long)count) * dimension > Array.MaxLength)
                throw new AlignmentException($"The centers have more than {Array.MaxLength / dimension:N0} rows of {dimension} values, too many for one file; build them with fewer rows a class.");
            RequireUnitRows(set, index);
            pieces.Add(set.Rows.Values.Slice(start * dimension, count * dimension));
            starts[i + 1] = starts[i] + count;
        }
        return WriteAsync(parts, starts, pieces, dimension, stream, cancellationToken);
    }

    private static Task WriteAsync(
        IReadOnlyList<(CenterSet Set, int Class)> parts, int[] starts, List<ReadOnlyMemory<float>> pieces, int dimension, Stream stream, CancellationToken cancellationToken)
    {
        var rows = starts[^1];
        var masks = new int[rows];
        var textStarts = new long[rows + 1];
        var texts = new MemoryStream();
        var at = 0;
        foreach (var (set, index) in parts)
        {
            var (start, count) = set.RowsOf(index);
            for (var r = start; r < start + count; r++, at++)
            {
                masks[at] = set.MaskOf(r);
                var text = System.Text.Encoding.UTF8.GetBytes(set.TextOf(r));
                if (texts.Length + text.Length > Array.MaxLength)
                    throw new AlignmentException("The descriptions of all rows have more than 2 GiB, too many for one file; build the centers with fewer rows a class.");
                texts.Write(text);
                textStarts[at + 1] = texts.Length;
            }
        }
        return new SafetensorsWriter()
            .Metadata("format", "unibind-centers-1")
            .Metadata("classes", JsonSerializer.Serialize(parts.Select(p => p.Set.Classes[p.Class])))
            .Tensor<float>("rows", pieces, rows, dimension)
            .Tensor<int>("starts", starts, starts.Length)
            .Tensor<int>("masks", masks, masks.Length)
            .Tensor<long>("text_starts", textStarts, textStarts.Length)
            .Tensor<byte>("texts", texts.GetBuffer().AsMemory(0, (int)texts.Length), texts.Length)
            .WriteAsync(stream, cancellationToken);
    }

    private static void RequireUnitRows(CenterSet set, int index)
    {
        var (start, count) = set.RowsOf(index);
        for (var r = start; r < start + count; r++)
        {
            var norm = TensorPrimitives.Norm(set.Rows.Row(r));
            if (!float.IsFinite(norm) || Math.Abs(norm - 1) > NormTolerance)
                throw new AlignmentException($"The center of '{set.Classes[index]}' has a row (of '{set.TextOf(r)}') that is not finite or not of length 1; build it again.");
        }
    }
}
