using System.IO.Compression;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Imports the original's center files, <c>{modality}_{dataset}_center_embeddings.pkl</c>: Python pickles of a dictionary from the class's name to
/// a matrix of K rows. One way: nothing writes them.
/// </summary>
/// <remarks>
/// The file is untrusted and nothing of it is executed: its instructions are read as data, names other than the few that torch and numpy
/// need are refused, and its cost is bounded. Thread-safe. Source: section 1.3 of the method, and issue 4 of the original (K differs by class).
/// </remarks>
public static class PickleCenters
{
    private const long MaxBytes = 1L << 30;

    /// <summary>Reads a file. Rows are normalised; since the files have no descriptions, a row's text is its class and number.</summary>
    /// <param name="path">The file: written by <c>pickle.dump</c>, or by <c>torch.save</c> in its older or newer (zip) form.</param>
    /// <param name="only">The one modality that the rows count for; null for all.</param>
    /// <exception cref="AlignmentException">The file is missing, damaged, too large or no such file, a class has no row or another dimension, or a row is not finite or zero.</exception>
    public static CenterSet Read(string path, Modality? only = null)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
                throw new InvalidDataException($"it has more than {MaxBytes >> 20:N0} MiB");
            return Read(stream, only is { } modality ? CenterBuilder.MaskOf([modality]) : CenterSet.AllModalities);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new AlignmentException($"The file '{path}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or AlignmentException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new AlignmentException($"The file '{path}' cannot be imported as class centers: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static CenterSet Read(FileStream stream, int mask)
    {
        var budget = new PickleBudget(stream.Length);
        Span<byte> head = stackalloc byte[4];
        var isZip = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("PK\x03\x04"u8);
        stream.Position = 0;
        if (isZip)
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return ToCenters(TorchPickle.Read(archive, budget), budget, mask);
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ToCenters(TorchPickle.Read(bytes, budget), budget, mask);
    }

    private static CenterSet ToCenters(object? content, PickleBudget budget, int mask)
    {
        if (content is not PickleDict { Pairs: { Count: > 0 } pairs })
            throw new InvalidDataException("it is no dictionary from classes to tensors");
        var classes = new List<string>();
        var starts = new List<int> { 0 };
        var values = new List<float[]>();
        var dimension = 0;
        foreach (var (key, value) in pairs)
        {
            if (key is not string name || name.Trim().Length == 0 || name.Length > SpaceKey.MaxClassLength)
                throw new InvalidDataException($"a key of its dictionary is no name of a class (a text of 1 to {SpaceKey.MaxClassLength} characters)");
            var tensor = value as PickleTensor ?? (value as PickleArray)?.Tensor ?? throw new InvalidDataException($"the value of '{name}' is no tensor");
            var (rows, columns) = tensor.ReadRows(budget);
            dimension = dimension == 0 ? columns : dimension;
            if (columns != dimension)
                throw new InvalidDataException($"the rows of '{name}' have {columns} values, and those of '{classes[0]}' {dimension}");
            for (var r = 0; r < rows.Length / columns; r++)
                if (!Directions.TryNormalise(rows.AsSpan(r * columns, columns)))
                    throw new InvalidDataException($"row {r} of '{name}' is not finite, or all zero");
            classes.Add(name);
            values.Add(rows);
            starts.Add(starts[^1] + (rows.Length / columns));
        }
        var all = new float[(long)starts[^1] * dimension];
        for (var c = 0; c < values.Count; c++)
            values[c].CopyTo(all, (long)starts[c] * dimension);
        var masks = new int[starts[^1]];
        Array.Fill(masks, mask);
        return new CenterSet(classes, [.. starts], new EmbeddingMatrix(all, starts[^1], dimension), masks, row => TextOf(classes, starts, row));
    }

    private static string TextOf(List<string> classes, List<int> starts, int row)
    {
        var found = starts.BinarySearch(row);
        var c = found >= 0 ? found : ~found - 1;
        return $"{classes[c]} (imported row {row - starts[c] + 1})";
    }
}
