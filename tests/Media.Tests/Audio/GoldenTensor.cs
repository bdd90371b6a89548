using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Media.Tests;

/// <summary>A float32 reference tensor of the lab, with the file that it was made from.</summary>
internal sealed record GoldenTensor(string Source, int[] Shape, float[] Values)
{
    public static GoldenTensor Load(string name)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Lab.Require("golden", "index.json")));
        var entry = index.RootElement.EnumerateArray().Single(e => e.GetProperty("tensor").GetString() == name);
        var bytes = File.ReadAllBytes(Lab.Require("golden", name));
        var headerLength = BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        Assert.Contains("'<f4'", header);
        Assert.Contains("'fortran_order': False", header);
        var shape = Regex.Match(header, @"\(([^)]*)\)").Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(
            Lab.Require(entry.GetProperty("file").GetString()!.Split('/')),
            [.. shape.Select(s => int.Parse(s, CultureInfo.InvariantCulture))],
            MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + headerLength)).ToArray());
    }
}
