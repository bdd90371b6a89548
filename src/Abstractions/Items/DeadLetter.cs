namespace UniBind.Grid;

/// <summary>One item that could not be embedded, as it stands in <c>errors.jsonl</c>.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Uri">Where the item was read from.</param>
/// <param name="Stage">Where it failed.</param>
/// <param name="Code">One of <see cref="ItemErrorCodes"/>.</param>
/// <param name="Message">One sentence for the user.</param>
[GenerateSerializer, Immutable, Alias("unibind.DeadLetter")]
public sealed record DeadLetter(
    [property: Id(0)] string Id,
    [property: Id(1)] string Uri,
    [property: Id(2)] ItemStage Stage,
    [property: Id(3)] string Code,
    [property: Id(4)] string Message);
