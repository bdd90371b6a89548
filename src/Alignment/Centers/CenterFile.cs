using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>
/// A <see cref="CenterSet"/> as one safetensors file: <c>rows</c> F32 [rows, dimension], <c>starts</c> I32 [classes + 1], <c>masks</c> I32 [rows],
/// <c>text_starts</c> I64 [rows + 1], <c>texts</c> U8 (UTF-8), and the class names in the metadata key <c>classes</c> (JSON).
/// </summary>
public static class CenterFile
{
    /// <summary>Writes a set.</summary>
    public static Task WriteAsync(CenterSet centers, Stream stream, CancellationToken cancellationToken)
    {
        var texts = new MemoryStream();
        var textStarts = new long[centers.Rows.Rows + 1];
        var starts = new int[centers.Classes.Count + 1];
        var masks = new int[centers.Rows.Rows];
        for (var c = 0; c < centers.Classes.Count; c++)
            starts[c + 1] = centers.RowsOf(c).Start + centers.RowsOf(c).Count;
        for (var r = 0; r < masks.Length; r++)
        {
            masks[r] = centers.MaskOf(r);
            texts.Write(System.Text.Encoding.UTF8.GetBytes(centers.TextOf(r)));
            textStarts[r + 1] = texts.Length;
        }
        return new SafetensorsWriter()
            .Metadata("format", "unibind-centers-1")
            .Metadata("classes", JsonSerializer.Serialize(centers.Classes))
            .Tensor("rows", centers.Rows.Values, centers.Rows.Rows, centers.Dimension)
            .Tensor<int>("starts", starts, starts.Length)
            .Tensor<int>("masks", masks, masks.Length)
            .Tensor<long>("text_starts", textStarts, textStarts.Length)
            .Tensor<byte>("texts", texts.ToArray(), texts.Length)
            .WriteAsync(stream, cancellationToken);
    }

    /// <summary>Opens a set whose rows stay in the file, mapped; the file must be kept open as long as the set is used.</summary>
    /// <exception cref="AlignmentException">The file is missing, truncated, or holds no centers, or a row is not finite.</exception>
    public static CenterSet Read(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != "unibind-centers-1" || JsonSerializer.Deserialize<string[]>(file.Metadata.GetValueOrDefault("classes", "[]")) is not { } classes)
            throw new AlignmentException("The file holds no class centers of a form that this version reads.");
        var rows = file.Matrix("rows");
        var textStarts = file.Read<long>("text_starts");
        var texts = file.Read<byte>("texts");
        if (textStarts.Length != rows.Rows + 1 || textStarts[0] != 0 || textStarts[^1] != texts.Length || !IsSorted(textStarts))
            throw new AlignmentException("The descriptions of a center file do not fit its rows; build the centers again.");
        return new CenterSet(classes, file.Read<int>("starts"), rows, file.Read<int>("masks"),
            row => System.Text.Encoding.UTF8.GetString(texts, (int)textStarts[row], (int)(textStarts[row + 1] - textStarts[row])));
    }

    private static bool IsSorted(long[] values)
    {
        for (var i = 1; i < values.Length; i++)
            if (values[i] < values[i - 1])
                return false;
        return true;
    }
}
