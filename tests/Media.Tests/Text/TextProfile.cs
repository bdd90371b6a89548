using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Media.Tests;

/// <summary>Makes text profiles over files in memory, and prepares strings with them.</summary>
internal static class TextProfile
{
    public static ITextChunker Chunker(this IPreprocessingProfile profile) => Assert.IsType<ITextChunker>(profile, exactMatch: false);

    public static IPreprocessingProfile Create(
        string name, JsonObject? options = null, IReadOnlyDictionary<string, byte[]>? files = null, LongText longText = LongText.Truncate) =>
        ProfileRegistry.Create(name, new ProfileContext
        {
            Options = JsonSerializer.SerializeToElement(options ?? []),
            OpenResource = file => new MemoryStream(files![file]),
            LongText = longText,
        });

    public static PreparedItem Prepare(this IPreprocessingProfile profile, string text) =>
        profile.Prepare(MediaContent.FromBytes("a.txt", Encoding.UTF8.GetBytes(text)), MediaFormat.Text, TestContext.Current.CancellationToken);

    public static IReadOnlyList<PreparedItem> Chunks(this IPreprocessingProfile profile, string text) =>
        profile.Chunker().PrepareChunks(MediaContent.FromBytes("a.txt", Encoding.UTF8.GetBytes(text)), MediaFormat.Text, TestContext.Current.CancellationToken);

    public static long[] Longs(this PreparedItem item, string tensor) => item.Tensors.Single(t => t.Name == tensor).Longs!;

    public static float[] Floats(this PreparedItem item, string tensor) => item.Tensors.Single(t => t.Name == tensor).Floats!;

    /// <summary>The ids of a row that its mask shows.</summary>
    public static long[] Shown(this PreparedItem item, int row = 0)
    {
        var ids = item.Tensors[0];
        var mask = item.Tensors[1];
        var length = ids.Shape[1];
        return Enumerable.Range(row * length, length)
            .Where(i => mask.Floats is { } floats ? floats[i] == 1 : mask.Longs![i] == 1)
            .Select(i => ids.Longs![i]).ToArray();
    }

    /// <summary>Random words over an alphabet, for comparisons with an oracle.</summary>
    public static string RandomText(Random random, string alphabet, int words, int longest)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            for (var length = random.Next(1, longest + 1); length > 0; length--)
                text.Append(alphabet[random.Next(alphabet.Length)]);
            text.Append(random.Next(8) == 0 ? " \t\n " : " ");
        }
        return text.ToString();
    }
}
