using System.CommandLine;
using Microsoft.Extensions.Logging;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind eval</c>: measures finished outputs. Asks a grid only for versions that the outputs do not tell the publication of.</summary>
internal static class EvalCommand
{
    private const string AllSplits = "all";

    public static Command Build()
    {
        var outputs = new Argument<string[]>("outputs") { Description = "Output folders of finished jobs in one space version.", HelpName = "DIR", Arity = ArgumentArity.OneOrMore };
        var against = new Option<string[]>("--against") { Description = "Outputs of the same corpus to compare with: the state before.", HelpName = "DIR", AllowMultipleArgumentsPerToken = true };
        var split = new Option<string>("--split") { Description = "Only rows of this split; 'all' for every row.", HelpName = "NAME", DefaultValueFactory = _ => "test" };
        var space = new Option<string?>("--space") { Description = "Score with the centers of this version instead of the one in the rows; its heads must be the same.", HelpName = "NAME@VERSION" };
        var data = new Option<string>("--data") { Description = "The data directory that the space was published in. Also UNIBIND_HOME.", HelpName = "DIR", DefaultValueFactory = _ => DataDirectory.DefaultPath };
        var pack = new Option<string[]>("--pack") { Description = "The folder of the pack of outputs in PACK@0, to know whether its modalities share one space.", HelpName = "PACK", DefaultValueFactory = _ => [PackFolders.Classic] };
        var html = new Option<string?>("--html") { Description = "Write a report, one HTML file that needs nothing else.", HelpName = "FILE" };
        var failIf = new Option<string[]>("--fail-if") { Description = $"Exit with {ExitCode.Gate} when a metric is so, for example \"worst<0.6\"; may be repeated.", HelpName = "CONDITION" };
        var seed = new Option<ulong>("--seed") { Description = "The seed of samples and resamples.", HelpName = "N", DefaultValueFactory = _ => new EvaluationOptions().Seed }.Within(0ul, ulong.MaxValue);
        var json = Json.Option();
        var command = new Command("eval", """
            Measure accuracy, cross-modal retrieval and balance of finished outputs, with intervals.

            Examples:
              unibind eval out --html report.html
              unibind eval after --against before --split all
              unibind eval out --fail-if "worst<0.6" --fail-if "audio->image.r1<0.5"
            """) { outputs, against, split, space, data, pack, html, failIf, seed, json };
        var cluster = ClusterOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var gates = (parsed.GetValue(failIf) ?? []).Select(EvaluationGate.Parse).ToArray();
            var wanted = parsed.GetRequiredValue(split);
            var bounds = new EvaluationOptions { Seed = parsed.GetValue(seed) };
            var packs = parsed.GetRequiredValue(pack).Select(name => EncoderPack.Load(PackFolders.Find(name))).ToArray();
            var folder = Path.GetFullPath(parsed.GetRequiredValue(data));
            var (named, spaces) = cluster.Read(parsed, folder);
            var settings = new GridSettings { Data = folder, Cluster = named, Spaces = spaces, Packs = [.. packs.Select(p => p.Folder)], LogLevel = LogLevel.Critical };
            var read = new EvaluationReadOptions
            {
                Split = wanted == AllSplits ? null : wanted,
                Space = parsed.GetValue(space),
                Blobs = SpaceFiles.In(settings),
                Resolve = (id, ct) => SpaceFiles.ResolveAsync(settings, id, ct),
                Aligned = name => packs.FirstOrDefault(p => p.Name == name)?.Aligned,
                Bounds = bounds,
            };
            using var after = await EvaluationReader.ReadAsync(parsed.GetRequiredValue(outputs), read, cancellationToken);
            var others = parsed.GetValue(against) ?? [];
            using var before = others.Length == 0 ? null : await EvaluationReader.ReadAsync(others, read with { Space = null }, cancellationToken);
            var report = await Task.Run(() => Measure(before, after, bounds, cancellationToken), cancellationToken);
            if (parsed.GetValue(html) is { } file)
            {
                var page = await Task.Run(() => ReportPage.Render(report with { Command = EvalText.Command(parsed), Created = DateTimeOffset.UtcNow }, cancellationToken), cancellationToken);
                await ReportFile.WriteAsync(Path.GetFullPath(file), page, cancellationToken);
            }
            var failed = Failed(gates, report);
            if (parsed.GetValue(json))
                Json.Print(new { report.Result, report.Comparison?.Before, report.Comparison?.Changes, FailedGates = failed });
            else
                EvalText.Print(report, parsed.GetValue(html), Console.Out);
            foreach (var gate in failed)
                Console.Error.WriteLine($"unibind: the gate '{gate}' failed.");
            return failed.Length == 0 ? ExitCode.Done : ExitCode.Gate;
        });
        return command;
    }

    private static ReportInput Measure(EvaluationSource? before, EvaluationSource after, EvaluationOptions bounds, CancellationToken cancellationToken)
    {
        var comparison = before is null ? null : EvaluationComparison.Run(before.Input, after.Input, bounds, cancellationToken);
        return new ReportInput
        {
            Result = comparison?.After ?? Evaluator.Run(after.Input, bounds, cancellationToken),
            Items = after.Input,
            Comparison = comparison,
            ItemsBefore = before?.Input,
            Roots = after.Roots,
        };
    }

    private static string[] Failed(EvaluationGate[] gates, ReportInput report)
    {
        Metric[] all = [.. report.Result.Metrics, .. report.Comparison?.Changes ?? []];
        return [.. gates.Where(g => g.Holds(all)).Select(g => $"{g.Text} ({g.Metric} = {FormattableString.Invariant($"{all.First(m => m.Name == g.Metric).Value:0.####}")})")];
    }
}
