using System.Text.Json;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Kebab-case names of enumerations.</summary>
internal static class Names
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <exception cref="ArgumentException">There is no such name; the message lists them.</exception>
    public static T Parse<T>(string name) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == name)
                return value;
        throw new ArgumentException($"'{name}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.");
    }
}
