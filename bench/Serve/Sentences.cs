using System.Globalization;

namespace UniBind.Grid.Bench.Serve;

/// <summary>Short distinct texts, the same at every start.</summary>
internal static class Sentences
{
    private static readonly string[] Subjects = ["the pump", "a bearing", "the second robot arm", "this conveyor", "the furnace door", "an operator", "the camera over line four", "the cooling fan"];
    private static readonly string[] Verbs = ["hums", "vibrates strongly", "stops without warning", "runs hot", "leaks a little oil", "turns slowly", "is clean again", "waits for a part"];
    private static readonly string[] Places = ["in the hall", "near the gate", "after the night shift", "while it rains", "under full load", "since yesterday morning", "at the end of the line", "before the inspection"];

    public static string Get(int index)
    {
        var random = new Random(index);
        return string.Create(CultureInfo.InvariantCulture, $"{Subjects[random.Next(8)]} {Verbs[random.Next(8)]} {Places[random.Next(8)]}, note {index}");
    }
}
