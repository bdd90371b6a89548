namespace UniBind.Grid.Alignment;

/// <summary>A tuple of a pickle. It may hold itself through a list: never walk through it without a bound.</summary>
internal sealed class PickleTuple(object?[] items)
{
    /// <summary>The number of items.</summary>
    public int Count => items.Length;

    /// <summary>An item; null beyond the end.</summary>
    public object? this[int index] => index < items.Length ? items[index] : null;

    /// <summary>The items as whole numbers.</summary>
    /// <exception cref="InvalidDataException">One is none.</exception>
    public long[] ToIntegers(string what) =>
        [.. items.Select(item => item is long value ? value : throw new InvalidDataException($"{what} is no tuple of whole numbers"))];
}
