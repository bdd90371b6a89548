using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Reads the members of a JSON object; one that is null counts as missing.</summary>
internal static class Members
{
    private const int MaxText = 1000;

    /// <summary>A short string; null where it is missing.</summary>
    /// <exception cref="ApiException">It is no string, or a long one.</exception>
    public static string? Text(JsonElement owner, string name)
    {
        if (!Has(owner, name, out var member))
            return null;
        return member.ValueKind == JsonValueKind.String && JsonBody.RawOf(member).Length <= MaxText ? JsonBody.StringOf(member, name) : throw Wrong(name, "must be a short string");
    }

    /// <summary>A whole number from a least value on; null where it is missing.</summary>
    /// <exception cref="ApiException">It is no such number.</exception>
    public static int? Whole(JsonElement owner, string name, int least, int most = int.MaxValue)
    {
        if (!Has(owner, name, out var member))
            return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Wrong(name, most == int.MaxValue ? $"must be a whole number from {least} on" : $"must be a whole number from {least} to {most}");
    }

    /// <summary>True or false; null where it is missing.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public static bool? Flag(JsonElement owner, string name)
    {
        if (!Has(owner, name, out var member))
            return null;
        return member.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.GetBoolean() : throw Wrong(name, "must be true or false");
    }

    /// <summary>A member that is there and not null.</summary>
    public static bool Has(JsonElement owner, string name, out JsonElement member) => owner.TryGetProperty(name, out member) && member.ValueKind != JsonValueKind.Null;

    private static ApiException Wrong(string name, string what) => new($"'{name}' {what}.", name);
}
