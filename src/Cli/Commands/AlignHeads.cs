using UniBind.Grid.Client;

namespace UniBind.Grid.Cli;

/// <summary>The heads of a space: which there are, and which are in use.</summary>
internal static class AlignHeads
{
    private const string None = "none";

    /// <summary>Puts a head to use, or none.</summary>
    public static Task UseAsync(IAlignmentClient client, string space, Modality modality, string head) =>
        head == None ? client.ClearHeadAsync(space, modality) : client.UseHeadAsync(space, modality, head);

    /// <summary>Prints all heads.</summary>
    public static async Task PrintAsync(IAlignmentClient client, string space, bool json)
    {
        var lines = new List<HeadLine>();
        foreach (var modality in Modalities.All)
        {
            var used = await client.GetHeadAsync(space, modality);
            lines.AddRange((await client.ListHeadsAsync(space, modality)).Select(h => new HeadLine(modality.Name(), h.Sha256 == used?.Sha256, h)));
        }
        if (json)
            Json.Print(lines);
        else if (lines.Count == 0)
            Console.Out.WriteLine($"The space '{space}' has no heads yet; 'unibind align {space} --on DIR' trains them.");
        else
        {
            Console.Out.WriteLine($"{"MODALITY",-11} {"HEAD",-13} {"METHOD",-10} {"ITEMS",10} {"ACCURACY",9}  TRAINED");
            foreach (var (modality, inUse, head) in lines)
                Console.Out.WriteLine(FormattableString.Invariant(
                    $"{modality,-11} {head.Sha256[..12]}{(inUse ? '*' : ' ')} {head.Method,-10} {head.Items,10:N0} {AlignTable.Share(head.Metrics, "accuracy"),9}  {head.Created.ToLocalTime():yyyy-MM-dd HH:mm}"));
            Console.Out.WriteLine("* in use: the next published version holds it.");
        }
    }

    /// <summary>A line of the list.</summary>
    internal sealed record HeadLine(string Modality, bool InUse, HeadInfo Head);
}
