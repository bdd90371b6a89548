using System.CommandLine;
using System.Globalization;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge review</c>: a person approves, edits or rejects what is proposed.</summary>
internal static class KnowledgeReviewCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "The knowledge base (JSON lines)." };
        var output = new Option<string?>("--out", "-o") { Description = "Write to another file; the file itself by default.", HelpName = "FILE" };
        var reviewer = new Option<string>("--reviewer") { Description = "Who reviews.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        var only = new Option<string?>("--class", "-c") { Description = "Only this class.", HelpName = "NAME" };
        var approve = new Option<bool>("--approve-passing") { Description = "Approve what passed 'knowledge check', without asking." };
        var reject = new Option<bool>("--reject-flagged") { Description = "Reject what did not, without asking." };
        var command = new Command("review", """
            Approve, edit or reject what is proposed: a key for each. Decisions are kept when you quit.

            Examples:
              unibind knowledge review animals.jsonl
              unibind knowledge review animals.jsonl --approve-passing --reject-flagged
            """) { file, output, reviewer, only, approve, reject };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var target = parsed.GetValue(output) ?? path;
            if (parsed.GetRequiredValue(reviewer).Any(char.IsControl))
                throw new GridException("The name of a reviewer has no control characters.");
            using var right = KnowledgeLock.Take(path, target);
            var descriptions = await KnowledgeFile.ReadAllAsync(path, cancellationToken);
            var chosen = descriptions.Select(d => parsed.GetValue(only) is not { } name || d.Class == name).ToArray();
            if (!chosen.Contains(true))
                throw new GridException($"'{path}' has no description of the class '{parsed.GetValue(only)}'.");
            var (mayApprove, mayReject, by) = (parsed.GetValue(approve), parsed.GetValue(reject), parsed.GetRequiredValue(reviewer));
            IReadOnlyList<Description> result;
            if (mayApprove || mayReject)
            {
                var unchecked_ = descriptions.Where((d, i) => chosen[i] && d.State == DescriptionState.Proposed && !KnowledgeReview.IsChecked(d)).Count();
                if (unchecked_ > 0)
                    throw new GridException(string.Create(CultureInfo.InvariantCulture, $"{unchecked_:N0} proposed descriptions of '{path}' were not checked; run '{CommandName.Value} knowledge check {path} --pack PACK' first."));
                var decided = KnowledgeReview.Decide(descriptions, mayApprove, mayReject, by);
                result = [.. descriptions.Select((d, i) => chosen[i] ? decided[i] : d)];
            }
            else
            {
                result = await new ReviewDialog(ReviewKeys.Open(), Console.Out, by).RunAsync(descriptions, chosen, cancellationToken);
            }

            // Also after Ctrl+C: what was decided is not lost.
            await KnowledgeFile.WriteAsync(target, result, CancellationToken.None);
            Console.Out.WriteLine($"'{target}' has {KnowledgeCounts.Line(result)}.");
            foreach (var name in KnowledgeCounts.WithoutApproved(result))
                Console.Error.WriteLine($"unibind: the class '{name}' has no approved description; it can get no center yet.");
            return ExitCode.Done;
        });
        return command;
    }
}
