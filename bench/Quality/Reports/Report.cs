using System.Globalization;

namespace UniBind.Grid.Bench.Quality;

/// <summary>A Markdown report that is also printed as it grows.</summary>
internal sealed class Report
{
    private readonly System.Text.StringBuilder _text = new();

    public void Line(string text = "")
    {
        _text.Append(text).Append('\n');
        Console.WriteLine(text);
    }

    public void Head(params string[] columns)
    {
        Line("| " + string.Join(" | ", columns) + " |");
        Line("| --- |" + string.Concat(Enumerable.Repeat(" ---: |", columns.Length - 1)));
    }

    public void Row(params string[] cells) => Line("| " + string.Join(" | ", cells) + " |");

    public void Save(string path) => File.WriteAllText(path, _text.ToString());

    public static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    public static string Number(double value, string format = "0.000") => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
