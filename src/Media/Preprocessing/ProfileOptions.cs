using System.Text.Json;

namespace UniBind.Grid.Media;

/// <summary>Strict reader of a profile's options: an option that nobody asks for is an error, so that a typing mistake never passes silently.</summary>
/// <remarks>Not thread-safe; used while a profile is made.</remarks>
public sealed class ProfileOptions
{
    private readonly string _profile;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Reads the options object of a profile.</summary>
    /// <exception cref="InvalidDataException">The options are not a JSON object.</exception>
    public ProfileOptions(string profile, JsonElement options)
    {
        _profile = profile;
        if (options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return;
        if (options.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"The options of the profile '{profile}' must be a JSON object.");
        foreach (var property in options.EnumerateObject())
            _values[property.Name] = property.Value;
    }

    /// <summary>An integer within bounds.</summary>
    /// <exception cref="InvalidDataException">The value is no integer or out of bounds.</exception>
    public int Int(string name, int fallback, int min, int max)
    {
        if (!Take(name, out var value))
            return fallback;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Bad(name, $"an integer from {min} to {max}");
    }

    /// <summary>A finite number within bounds.</summary>
    /// <exception cref="InvalidDataException">The value is no number or out of bounds.</exception>
    public double Number(string name, double fallback, double min, double max)
    {
        if (!Take(name, out var value))
            return fallback;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max
            ? number
            : throw Bad(name, FormattableString.Invariant($"a number from {min} to {max}"));
    }

    /// <summary>True or false.</summary>
    /// <exception cref="InvalidDataException">The value is neither.</exception>
    public bool Flag(string name, bool fallback)
    {
        if (!Take(name, out var value))
            return fallback;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Bad(name, "true or false"),
        };
    }

    /// <summary>A text, one of <paramref name="allowed"/> when any are given.</summary>
    /// <exception cref="InvalidDataException">The value is missing without a fallback, no text, or not allowed.</exception>
    public string Text(string name, string? fallback, params string[] allowed)
    {
        if (!Take(name, out var value))
            return fallback ?? throw new InvalidDataException($"The profile '{_profile}' needs the option '{name}'.");
        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text && (allowed.Length == 0 || allowed.Contains(text))
            ? text
            : throw Bad(name, allowed.Length == 0 ? "a text" : "one of " + string.Join(", ", allowed));
    }

    /// <summary>An option of no simple type, for the profile itself to read; refuse a bad one with <see cref="Refuse"/>.</summary>
    /// <returns>False when the option is not given.</returns>
    public bool TryTake(string name, out JsonElement value) => Take(name, out value);

    /// <summary>The failure of an option that was given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="wanted">What it must be.</param>
    public InvalidDataException Refuse(string name, string wanted) => Bad(name, wanted);

    /// <summary>Refuses the options that nothing asked for. Call it last.</summary>
    /// <exception cref="InvalidDataException">There is an unknown option.</exception>
    public void RefuseUnknown()
    {
        var unknown = _values.Keys.Where(k => !_known.Contains(k)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
            throw new InvalidDataException($"The profile '{_profile}' has no option '{unknown}'; it has {(_known.Count == 0 ? "none" : string.Join(", ", _known.Order(StringComparer.Ordinal)))}.");
    }

    private bool Take(string name, out JsonElement value)
    {
        _known.Add(name);
        return _values.TryGetValue(name, out value);
    }

    private InvalidDataException Bad(string name, string wanted) =>
        new($"The option '{name}' of the profile '{_profile}' must be {wanted}, but it is {_values[name].GetRawText()}.");
}
