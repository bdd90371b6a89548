using System.Globalization;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>Shows one proposed description after the other, those that the checks found wanting first, and takes a decision for each.</summary>
internal sealed class ReviewDialog(ReviewKeys keys, TextWriter output, string reviewer)
{
    private const string Help = "[a]pprove  [e]dit  [r]eject  [s]kip  [b]ack  [q]uit";

    /// <summary>Asks until all is decided or the reviewer quits.</summary>
    public async Task<IReadOnlyList<Description>> RunAsync(IReadOnlyList<Description> descriptions, bool[] chosen, CancellationToken cancellationToken)
    {
        var result = descriptions.ToArray();
        var open = Enumerable.Range(0, result.Length).Where(i => chosen[i] && result[i].State == DescriptionState.Proposed)
            .OrderBy(i => result[i].Class, StringComparer.Ordinal).ThenByDescending(i => result[i].Reason.Length > 0).ToArray();
        for (var at = 0; at < open.Length;)
        {
            Show(result[open[at]], at, open.Length);
            char? key;
            try
            {
                key = await keys.KeyAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            if (key is null or 'q')
                break;
            at += Apply(key.Value, ref result[open[at]], descriptions[open[at]], at);
        }
        return result;
    }

    /// <summary>Does what a key says.</summary>
    /// <returns>How many descriptions to go on.</returns>
    private int Apply(char key, ref Description description, Description original, int at)
    {
        switch (key)
        {
            case 'a':
                description = KnowledgeReview.Approve(original, reviewer);
                return 1;
            case 'r':
                description = KnowledgeReview.Reject(original, reviewer);
                return 1;
            case 's':
                description = original;
                return 1;
            case 'b':
                return at > 0 ? -1 : 0;
            case 'e':
                output.Write("  new text: ");
                if (keys.Line() is not { } text)
                    return 0;
                try
                {
                    description = KnowledgeReview.Edit(original, text, reviewer);
                    return 1;
                }
                catch (AlignmentException e)
                {
                    output.WriteLine("  " + e.Message);
                    return 0;
                }
            default:
                output.WriteLine("  " + Help);
                return 0;
        }
    }

    private void Show(Description description, int at, int count)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at + 1:N0}/{count:N0}  {description.Class}  {description.Facet}  {Help}"));
        output.WriteLine("  " + description.Text);
        if (description.Reason.Length > 0)
            output.WriteLine("  ! " + description.Reason);
    }
}
