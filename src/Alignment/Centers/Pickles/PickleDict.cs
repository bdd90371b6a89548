namespace UniBind.Grid.Alignment;

/// <summary>A dictionary of a pickle: its pairs, in their order.</summary>
internal sealed class PickleDict
{
    private List<KeyValuePair<object?, object?>>? _pairs;

    /// <summary>The pairs.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Pairs => _pairs ?? [];

    /// <summary>Adds a pair.</summary>
    public void Add(object? key, object? value) => (_pairs ??= []).Add(new(key, value));

    /// <summary>The value of a key that is a string; null when there is none.</summary>
    public object? this[string key] => Pairs.FirstOrDefault(pair => pair.Key is string name && name == key).Value;
}
