using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>
/// A <see cref="CenterSet"/> as one safetensors file: <c>rows</c> F32 [rows, dimension], <c>starts</c> I32 [classes + 1], <c>masks</c> I32 [rows],
/// <c>text_starts</c> I64 [rows + 1], <c>texts</c> U8 (UTF-8), and the class names in the metadata key <c>classes</c> (JSON).
/// </summary>
public static class CenterFile
{
    private const string Format = "unibind-centers-1";

    /// <summary>Writes a set.</summary>
    /// <exception cref="AlignmentException">Its descriptions are longer than one file holds.</exception>
    public static Task WriteAsync(CenterSet centers, Stream stream, CancellationToken cancellationToken)
    {
        var starts = new int[centers.Classes.Count + 1];
        for (var c = 0; c < centers.Classes.Count; c++)
            starts[c + 1] = centers.RowsOf(c).Start + centers.RowsOf(c).Count;
        var rows = Enumerable.Range(0, centers.Rows.Rows);
        return WriteAsync(centers.Classes, starts, centers.Dimension, [centers.Rows.Values], rows.Select(centers.MaskOf), rows.Select(centers.TextOf), stream, cancellationToken);
    }

    /// <summary>Opens a set whose rows stay in the file, mapped; the file must be kept open as long as the set is used.</summary>
    /// <exception cref="AlignmentException">The file is truncated or holds no centers, or a row is not finite or not of length 1.</exception>
    public static CenterSet Read(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format || ReadClasses(file) is not { } classes)
            throw new AlignmentException("The file holds no class centers of a form that this version reads.");
        var rows = file.Matrix("rows");
        var textStarts = file.Read<long>("text_starts");
        var texts = file.Read<byte>("texts");
        if (textStarts.Length != rows.Rows + 1 || textStarts[0] != 0 || textStarts[^1] != texts.Length || !IsSorted(textStarts))
            throw new AlignmentException("The descriptions of a center file do not fit its rows; build the centers again.");
        var centers = new CenterSet(classes, file.Read<int>("starts"), rows, file.Read<int>("masks"),
            row => System.Text.Encoding.UTF8.GetString(texts, (int)textStarts[row], (int)(textStarts[row + 1] - textStarts[row])));
        for (var c = 0; c < classes.Length; c++)
        {
            var (start, count) = centers.RowsOf(c);
            for (var r = start; r < start + count; r++)
                if (!Directions.IsUnit(rows.Row(r)))
                    throw new AlignmentException($"Row {r - start} of the center of '{classes[c]}' is not a finite vector of length 1; build the center again.");
        }
        return centers;
    }

    /// <summary>Writes a set that lies in pieces.</summary>
    internal static Task WriteAsync(IReadOnlyList<string> classes, int[] starts, int dimension, IReadOnlyList<ReadOnlyMemory<float>> rows,
        IEnumerable<int> masks, IEnumerable<string> texts, Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        var textStarts = new long[starts[^1] + 1];
        var r = 0;
        foreach (var text in texts)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
            if (bytes.Length + utf8.Length > Array.MaxLength)
                throw new AlignmentException("The descriptions of the centers are longer than one file holds (2 GB); build the centers with fewer rows a class.");
            bytes.Write(utf8);
            textStarts[++r] = bytes.Length;
        }
        return new SafetensorsWriter()
            .Metadata("format", Format)
            .Metadata("classes", JsonSerializer.Serialize(classes))
            .Tensor("rows", rows, starts[^1], dimension)
            .Tensor<int>("starts", starts, starts.Length)
            .Tensor<int>("masks", masks.ToArray(), starts[^1])
            .Tensor<long>("text_starts", textStarts, textStarts.Length)
            .Tensor<byte>("texts", bytes.GetBuffer().AsMemory(0, (int)bytes.Length), bytes.Length)
            .WriteAsync(stream, cancellationToken);
    }

    private static string[]? ReadClasses(SafetensorsFile file)
    {
        try
        {
            var classes = JsonSerializer.Deserialize<string?[]>(file.Metadata.GetValueOrDefault("classes", "null"));
            return classes is null || classes.Contains(null) ? null : [.. classes.OfType<string>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSorted(long[] values)
    {
        for (var i = 1; i < values.Length; i++)
            if (values[i] < values[i - 1])
                return false;
        return true;
    }
}
