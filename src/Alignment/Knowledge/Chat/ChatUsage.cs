namespace UniBind.Grid.Alignment;

/// <summary>What requests cost.</summary>
/// <param name="Requests">The requests that were sent, failed and repeated ones included.</param>
/// <param name="InputTokens">The tokens of the prompts, as the endpoint counts them; answers that broke off are not counted.</param>
/// <param name="OutputTokens">The tokens of the answers.</param>
/// <param name="Unreported">The answers for which the endpoint told no tokens.</param>
public readonly record struct ChatUsage(long Requests, long InputTokens, long OutputTokens, long Unreported)
{
    /// <summary>The sum of two.</summary>
    public static ChatUsage operator +(ChatUsage a, ChatUsage b) =>
        new(a.Requests + b.Requests, a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens, a.Unreported + b.Unreported);
}
