namespace UniBind.Grid.Cli;

/// <summary>What became of one item of <c>unibind classify</c>.</summary>
/// <param name="Item">The file, or the text.</param>
/// <param name="Result">What it is; null when it could not be classified.</param>
/// <param name="Error">Why not.</param>
internal sealed record ClassifyResult(string Item, ClassifyReply? Result, string? Error)
{
    /// <summary>Prints a result for people.</summary>
    public void Print(TextWriter output)
    {
        var reply = Result!;
        output.WriteLine($"{Item}  ({reply.Modality.Name()}, {reply.Space})");
        for (var i = 0; i < reply.Classes.Length; i++)
        {
            var found = reply.Classes[i];
            var confidence = found.Confidence is { } c ? FormattableString.Invariant($"  {100 * c,5:0.0} %") : "";
            output.WriteLine(FormattableString.Invariant($"  {i + 1,3}  {found.Class,-24}  {found.Score,7:0.0000}{confidence}  {found.Description}"));
        }
        output.WriteLine(FormattableString.Invariant($"  margin {reply.Margin:0.0000}")
            + (reply.Unknown ? "; unknown: the best class is below the space's threshold for this modality" : "")
            + (reply.Truncated ? "; the encoder saw only a part of it" : ""));
    }
}
