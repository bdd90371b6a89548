using System.Globalization;
using System.Text;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>The first line of a listing page: <c>{"page":3,"first":196608}</c>. A page says by itself which ordinals it has.</summary>
internal static class PageHeader
{
    public static byte[] Write(int page, long firstOrdinal) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"page\":{page},\"first\":{firstOrdinal}}}\n"));

    public static long ReadFirstOrdinal(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        while (json.Read())
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("first"u8) && json.Read())
                return json.GetInt64();
        throw new JsonException("The page has no header.");
    }
}
