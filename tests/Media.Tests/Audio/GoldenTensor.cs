using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>A reference tensor of the lab, with the file that it was made from.</summary>
internal sealed record GoldenTensor(string Source, NpyFile Tensor)
{
    public static GoldenTensor Load(string name)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Lab.Require("golden", "index.json")));
        var entry = index.RootElement.EnumerateArray().Single(e => e.GetProperty("tensor").GetString() == name);
        return new(Lab.Require(entry.GetProperty("file").GetString()!.Split('/')), NpyFile.Read(Lab.Require("golden", name)));
    }
}
