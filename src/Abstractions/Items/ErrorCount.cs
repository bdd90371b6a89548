namespace UniBind.Grid;

/// <summary>How many items failed for one reason.</summary>
/// <param name="Code">The reason, of <see cref="ItemErrorCodes"/>.</param>
/// <param name="Count">The items.</param>
[GenerateSerializer, Immutable, Alias("unibind.ErrorCount")]
public sealed record ErrorCount([property: Id(0)] string Code, [property: Id(1)] long Count)
{
    /// <summary>The dead letters by their reason, the most frequent first.</summary>
    public static ErrorCount[] Of(IEnumerable<DeadLetter> deadLetters) =>
        [.. deadLetters.CountBy(d => d.Code).Select(c => new ErrorCount(c.Key, c.Value)).OrderByDescending(c => c.Count).ThenBy(c => c.Code, StringComparer.Ordinal)];
}
