using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads from the beginning of a page's plan which objects hold its shards. The rest of a plan, with its dead letters, may be large.</summary>
internal static class PlanHead
{
    private const int HeadBytes = 256;

    /// <param name="store">The page's folder.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="JsonException">It is no plan.</exception>
    /// <exception cref="InvalidDataException">It names objects outside of its folder.</exception>
    /// <exception cref="CorpusException">There is no plan.</exception>
    public static async Task<string> ReadAsync(IObjectStore store, CancellationToken ct)
    {
        var head = new byte[HeadBytes];
        var read = await store.ReadAsync(JobKeys.PlanName, 0, head, ct: ct).ConfigureAwait(false);
        var name = Parse(head.AsSpan(0, read));
        return SafePath.IsRelative(name, foreign: true) && !name.Contains('/') ? name : throw new InvalidDataException($"its plan names '{name}'");
    }

    private static string Parse(ReadOnlySpan<byte> head)
    {
        // Plans of earlier versions do not begin with the name, and have the one that was always used then.
        var json = new Utf8JsonReader(head, isFinalBlock: false, default);
        return json.Read() && json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("files"u8) && json.Read()
            ? json.GetString() ?? PagePlan.OldFiles
            : PagePlan.OldFiles;
    }
}
