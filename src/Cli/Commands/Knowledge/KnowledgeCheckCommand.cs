using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind knowledge check</c>: looks for descriptions that would harm a center, and writes down why.</summary>
internal static class KnowledgeCheckCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "The knowledge base (JSON lines)." };
        var pack = new Option<string>("--pack", "-p") { Description = "The pack whose text encoder compares the texts.", HelpName = "PACK", DefaultValueFactory = _ => PackFolders.Classic };
        var output = new Option<string?>("--out", "-o") { Description = "Write to another file; the file itself by default.", HelpName = "FILE" };
        var approve = new Option<bool>("--approve-passing") { Description = "Approve the proposed descriptions that pass." };
        var reject = new Option<bool>("--reject-flagged") { Description = "Reject the proposed descriptions that do not." };
        var json = Json.Option();
        var command = new Command("check", """
            Look for near-duplicates, refusals, odd lengths and texts of another class, and write the reasons into the file.

            Example:
              unibind knowledge check animals.jsonl --pack ./my-pack --approve-passing
            """) { file, pack, output, approve, reject, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var target = parsed.GetValue(output) ?? path;
            using var right = KnowledgeLock.Take(path, target);
            var descriptions = await KnowledgeFile.ReadAllAsync(path, cancellationToken);
            await using var host = new EncoderHost(EncoderPack.Load(PackFolders.Find(parsed.GetRequiredValue(pack))), new EncoderHostOptions { MaxRunMilliseconds = 0 }, NullLoggerFactory.Instance);
            if (!host.Modalities.Contains(Modality.Text))
                throw new GridException($"The pack '{host.Pack.Name}' has no text encoder; name another with --pack.");
            var embedder = new TextEmbedder(await host.GetAsync(Modality.Text, cancellationToken));
            var findings = await new KnowledgeChecks(embedder.EmbedAsync).RunAsync(descriptions, cancellationToken);
            var result = KnowledgeReview.Decide(KnowledgeReview.WithFindings(descriptions, findings), parsed.GetValue(approve), parsed.GetValue(reject), KnowledgeReview.Checks);
            await KnowledgeFile.WriteAsync(target, result, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(new { File = target, Descriptions = result.Count, States = KnowledgeCounts.ByState(result), Findings = findings.Select(f => Finding(f, descriptions[f.Index])) });
            else
                Print(target, result, findings);
            return ExitCode.Done;
        });
        return command;
    }

    private static object Finding(KnowledgeFinding finding, Description about) => new { about.Class, about.Text, finding.Check, finding.Margin, finding.Reason };

    private static void Print(string target, IReadOnlyList<Description> result, IReadOnlyList<KnowledgeFinding> findings)
    {
        foreach (var finding in findings)
            Console.Out.WriteLine($"{result[finding.Index].Class}: '{result[finding.Index].Text}' - {finding.Reason}");
        var flagged = findings.Select(f => f.Index).Distinct().Count();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{flagged:N0} of {result.Count:N0} descriptions flagged; '{target}' has {KnowledgeCounts.Line(result)}."));
        if (result.Any(KnowledgeReview.IsChecked))
            Console.Out.WriteLine($"Next: {CommandName.Value} knowledge review {target}");
        foreach (var name in KnowledgeCounts.WithoutApproved(result))
            Console.Error.WriteLine($"unibind: the class '{name}' has no approved description; it can get no center yet.");
    }
}
