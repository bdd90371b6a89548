namespace UniBind.Grid.Cli;

/// <summary>Centers as lines.</summary>
internal static class CenterPrinter
{
    /// <summary>A center a line, the class last: names of classes may have blanks.</summary>
    public static void PrintList(IEnumerable<CenterVersion> centers)
    {
        Console.Out.WriteLine($"{"VERSION",7} {"ROWS",6} {"RULE",-16} {"PACK",-12} {"BUILT",-16}  CLASS");
        foreach (var c in centers)
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{c.Version,7} {c.Rows,6} {c.Selection,-16} {c.Pack,-12} {c.Created.ToLocalTime():yyyy-MM-dd HH:mm}  {c.Class}"));
    }

    /// <summary>How a center came to be.</summary>
    public static void Print(CenterVersion center)
    {
        Console.Out.WriteLine($"class      {center.Class}");
        Console.Out.WriteLine($"version    {center.Version}");
        Console.Out.WriteLine($"rows       {center.Rows} of {center.Dimension} values, by {center.Selection}");
        Console.Out.WriteLine($"pack       {center.Pack} {Short(center.PackSha256)}, text encoder {Short(center.TextEncoder)}");
        Console.Out.WriteLine($"knowledge  {Short(center.Knowledge)}");
        Console.Out.WriteLine($"written by {(center.Llms.Length == 0 ? "people" : string.Join(", ", center.Llms))}{(center.Prompts.Length == 0 ? "" : $"; prompts {string.Join(", ", center.Prompts.Select(Short))}")}");
        if (center.Calibrated is { } ids)
            Console.Out.WriteLine($"calibrated on the labels of the items in {Short(ids)}; they are left out of every evaluation");
    }

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;
}
