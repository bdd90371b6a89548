namespace UniBind.Grid;

/// <summary>A class's knowledge as a builder of centers needs it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Path">The file of its descriptions, one JSON object a line; append-only, the last line of a description counts.</param>
/// <param name="Length">The bytes of the file that count; what follows belongs to a write that did not finish.</param>
/// <param name="Sha256">The hash of its approved descriptions.</param>
/// <param name="Approved">How many descriptions of the class (captions left out) are approved.</param>
/// <param name="Proposed">How many wait for a review.</param>
/// <param name="Rejected">How many are rejected.</param>
/// <param name="DraftSha256">The hash of its approved and proposed descriptions.</param>
[GenerateSerializer, Immutable, Alias("unibind.KnowledgeRef")]
public sealed record KnowledgeRef(
    [property: Id(0)] string Class,
    [property: Id(1)] string Path,
    [property: Id(2)] long Length,
    [property: Id(3)] string Sha256,
    [property: Id(4)] int Approved,
    [property: Id(5)] int Proposed,
    [property: Id(6)] int Rejected,
    [property: Id(7)] string DraftSha256 = "");
