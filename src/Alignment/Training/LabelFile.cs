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
            ? ParseTable(lines, count, path)
            : [.. lines.Take(count).Select(l => l.Trim())];
    }

    private static List<string> ParseTable(IReadOnlyList<string> lines, int count, string path)
    {
        var column = Cut(lines[0]).FindIndex(c => c.Trim().Equals(Column, StringComparison.OrdinalIgnoreCase));
        var names = new List<string>(count - 1);
        for (var i = 1; i < count; i++)
        {
            var cells = Cut(lines[i]);
            names.Add(cells.Count > column ? cells[column].Trim() : throw new AlignmentException($"Line {i + 1} of the label file '{path}' has {cells.Count} columns and no '{Column}'."));
        }
        return names.Count > 0 ? names : throw new AlignmentException($"The label file '{path}' has a header and no line below it.");
    }

    /// <summary>The cells of a line; a cell in quotes may hold commas, and a doubled quote is one. No name of a class spans lines.</summary>
    private static List<string> Cut(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[++i]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}
