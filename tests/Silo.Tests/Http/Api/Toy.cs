using System.Runtime.InteropServices;
using UniBind.Grid.Client;

namespace UniBind.Grid.Silo.Tests;

/// <summary>An encoder of four dimensions: the item's length, its first and last byte, and its modality.</summary>
internal static class Toy
{
    public const string Model = "toy";

    public static Task<OnlineEmbeddings> Embed(IReadOnlyList<MediaQuery> items, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Task.FromResult(new OnlineEmbeddings("toy@1", [.. items.Select(Embed)], TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)));

    public static float[] Vector(MediaQuery item)
    {
        float[] values = [item.Content.Length, -item.Content[0], item.Content[^1], (int)item.Modality + 1];
        var norm = MathF.Sqrt(values.Sum(v => v * v));
        return [.. values.Select(v => v / norm)];
    }

    private static EmbeddedItem Embed(MediaQuery item) => System.Text.Encoding.UTF8.GetString(item.Content) switch
    {
        "NaN" => new EmbeddedItem { Code = ItemErrorCodes.NotFinite, Message = "The encoder returned NaN or infinity for this item." },
        "bad" => new EmbeddedItem { Code = ItemErrorCodes.Corrupt, Message = "The content ends early." },
        var text => new EmbeddedItem { Vector = MemoryMarshal.AsBytes(Vector(item).AsSpan()).ToArray(), Tokens = item.Modality == Modality.Text ? text.Split(' ').Length : 0, Truncated = text.StartsWith("long", StringComparison.Ordinal) },
    };
}
