namespace UniBind.Grid.Alignment;

/// <summary>Changes the states of descriptions by findings of the checks or by a person's word. Pure functions.</summary>
public static class KnowledgeReview
{
    /// <summary>The reviewer that the checks sign as.</summary>
    public const string Checks = "checks";

    /// <summary>
    /// Writes what the checks found: the reasons to every description that they looked at, and the checks as reviewer to those that are still proposed, which thereby count
    /// as checked.
    /// </summary>
    public static IReadOnlyList<Description> WithFindings(IReadOnlyList<Description> descriptions, IReadOnlyList<KnowledgeFinding> findings)
    {
        var reasons = findings.GroupBy(f => f.Index).ToDictionary(g => g.Key, g => string.Join("; ", g.Select(f => $"{Word(f.Check)}: {f.Reason}")));
        return [.. descriptions.Select((d, i) => d.State switch
        {
            DescriptionState.Rejected => d,
            DescriptionState.Proposed => d with { Reason = Short(reasons.GetValueOrDefault(i, "")), Reviewer = Checks },
            _ => d with { Reason = Short(reasons.GetValueOrDefault(i, "")) },
        })];
    }

    /// <summary>Whether the checks looked at a proposed description.</summary>
    public static bool IsChecked(Description description) => description is { State: DescriptionState.Proposed, Reviewer: Checks };

    /// <summary>Whether a proposed description passed the checks.</summary>
    public static bool Passed(Description description) => IsChecked(description) && description.Reason.Length == 0;

    /// <summary>Whether the checks found something about a proposed description.</summary>
    public static bool IsFlagged(Description description) => IsChecked(description) && description.Reason.Length > 0;

    /// <summary>Approves the proposed descriptions that passed, rejects those that were found wanting, as told; others stay as they are.</summary>
    public static IReadOnlyList<Description> Decide(IReadOnlyList<Description> descriptions, bool approvePassing, bool rejectFlagged, string reviewer) => [.. descriptions.Select(d =>
        approvePassing && Passed(d) ? Approve(d, reviewer) : rejectFlagged && IsFlagged(d) ? Reject(d, reviewer) : d)];

    /// <summary>An approved description.</summary>
    public static Description Approve(Description description, string reviewer) => description with { State = DescriptionState.Approved, Reviewer = reviewer };

    /// <summary>A rejected description; it is kept, so that it is not proposed again.</summary>
    public static Description Reject(Description description, string reviewer) => description with { State = DescriptionState.Rejected, Reviewer = reviewer };

    /// <summary>A description in other words, approved by who wrote them.</summary>
    /// <exception cref="AlignmentException">The text is empty, too long, or has control characters (as an arrow key writes them).</exception>
    public static Description Edit(Description description, string text, string reviewer)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length is 0 or > Description.MaxTextLength)
            throw new AlignmentException($"A description has 1 to {Description.MaxTextLength:N0} characters, not {text.Length:N0}.");
        if (text.Any(char.IsControl))
            throw new AlignmentException("A description has no control characters; type it without arrow keys.");
        return description with { Text = text, State = DescriptionState.Approved, Reviewer = reviewer, Reason = "" };
    }

    private static string Word(KnowledgeCheck check) => check switch
    {
        KnowledgeCheck.NearDuplicate => "near-duplicate",
        KnowledgeCheck.OffClass => "off-class",
        _ => check.ToString().ToLowerInvariant(),
    };

    private static string Short(string text) => text.Length <= Description.MaxTextLength ? text : text[..Description.MaxTextLength];
}
