using System.Globalization;
using CsvHelper;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Reads the class names of an encoder that emits class scores: a line for each score, names separated by commas (as ImageNet's lists have
/// them); or a CSV whose header has the column <c>display_name</c> (as AudioSet's class map).
/// </summary>
public static class LabelFile
{
    private const string Column = "display_name";
    private const long MaxBytes = 16 << 20;

    /// <summary>The names of each class, in the order of the scores.</summary>
    /// <exception cref="AlignmentException">The file is missing, too large, or has no line, or a line of the CSV lacks the column.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new AlignmentException($"The label file '{path}' has more than {MaxBytes >> 20} MiB; it should have a line for each class of the encoder.");
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AlignmentException($"The label file '{path}' cannot be read: {e.Message}", e);
        }
    }

    internal static IReadOnlyList<string> Parse(IReadOnlyList<string> lines, string path)
    {
        var count = lines.Count;
        while (count > 0 && string.IsNullOrWhiteSpace(lines[count - 1]))
            count--;
        if (count == 0)
            throw new AlignmentException($"The label file '{path}' has no line; it should have one for each class of the encoder.");
        return lines[0].Split(',').Contains(Column, StringComparer.OrdinalIgnoreCase)
            ? ParseTable(string.Join('\n', lines.Take(count)), path)
            : [.. lines.Take(count).Select(l => l.Trim())];
    }

    private static List<string> ParseTable(string text, string path)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var column = Array.FindIndex(csv.HeaderRecord!, h => h.Trim().Equals(Column, StringComparison.OrdinalIgnoreCase));
        var names = new List<string>();
        while (csv.Read())
        {
            names.Add(csv.TryGetField<string>(column, out var name) && name is not null
                ? name.Trim()
                : throw new AlignmentException($"Line {csv.Parser.RawRow} of the label file '{path}' has no '{Column}'."));
        }
        return names.Count > 0 ? names : throw new AlignmentException($"The label file '{path}' has a header and no line below it.");
    }
}
