using System.CommandLine;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind embed</c>: runs one batch job to its end.</summary>
internal static class EmbedCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("source") { Description = "A folder, a manifest (jsonl, csv, parquet) or a tar." };
        var output = new Option<string>("--out", "-o") { Description = "The output folder; made when it is missing.", HelpName = "DIR", Required = true };
        var space = new Option<string?>("--space", "-s") { Description = "A published space: NAME@VERSION, NAME@latest or NAME@stable. The pack alone by default.", HelpName = "SPACE" };
        var noRaw = new Option<bool>("--no-raw") { Description = "Keep no raw embeddings: saves disk, and the output can never be realigned." };
        var limit = new Option<long?>("--limit") { Description = "At most this many items.", HelpName = "N" }.Within(1, long.MaxValue);
        var modalities = ModalityOption.Create("Only these modalities; the others are counted as filtered.");
        var longText = new Option<string>("--long-text") { Description = "What happens to texts longer than the encoder's window.", DefaultValueFactory = _ => "truncate" };
        longText.AcceptOnlyFromAmong("truncate", "chunk-mean", "chunk-rows");
        var sink = new Option<string>("--sink") { Description = "The form of the part files.", DefaultValueFactory = _ => "parquet" };
        sink.AcceptOnlyFromAmong("parquet", "npy");
        var tree = new Option<bool>("--ignore-manifest") { Description = "Read a folder as a tree even when it has a manifest." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count, and estimate time and disk." };
        var since = new Option<string?>("--since") { Description = "A finished job's id or output: items with the same id and content are carried over from it.", HelpName = "JOB" };
        var append = new Option<bool>("--append") { Description = "With --since: carry over the items that SOURCE does not list, too; SOURCE holds only what is new." };
        var noCache = new Option<bool>("--no-cache") { Description = "Neither use nor fill the embedding cache." };
        var job = new Option<string?>("--job") { Description = "The job's id; a new one by default. The same id and settings again join the same job.", HelpName = "ID" };
        var maxErrors = ErrorLimitOption.Create();
        var priority = PriorityOption.Create();
        var resume = new Option<bool>("--resume") { Description = "Go on with the unfinished job of the output folder, as it was begun; only --max-errors and --priority may change." };
        var json = Json.Option();
        var command = new Command("embed", """
            Embed a corpus.

            Examples:
              unibind embed photos --out photos-embedded
              unibind embed corpus --out out --dry-run
              unibind embed notes.jsonl --out out --long-text chunk-mean
              unibind embed corpus --out out --pack ./my-pack --modality image
              unibind embed corpus --out out --space animals@latest
              unibind embed corpus --out out --max-errors 0.2%
              unibind embed corpus --out out --resume
              unibind embed corpus --out out-2 --since out
              unibind embed new-items.jsonl --out out-3 --since out-2 --append
            """) { source, output, space, noRaw, limit, modalities, longText, sink, tree, since, append, noCache, maxErrors, priority, resume, dryRun, job, json };
        var grid = GridOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(noRaw) is not null && result.GetResult(space) is null)
                result.AddError("--no-raw means nothing without --space.");
            if (result.GetResult(append) is not null && result.GetResult(since) is null)
                result.AddError("--append means nothing without --since.");
        });
        Option[] fixedOnes = [space, noRaw, limit, modalities, longText, sink, tree, since, append, noCache, dryRun, job];
        command.Validators.Add(result =>
        {
            if (result.GetResult(resume) is { Implicit: false } && Array.Find(fixedOnes, o => result.GetResult(o) is { Implicit: false }) is { } changed)
                result.AddError($"--resume goes on with the job as it was begun, and {changed.Name} would change it; leave one of the two out.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed);
            if (parsed.GetValue(resume))
            {
                var (jobId, begun) = await JobResumption.FindAsync(Existing(parsed.GetRequiredValue(source)), ObjectAddress.Normalize(parsed.GetRequiredValue(output)));
                begun = begun with { MaxErrors = parsed.GetValue(maxErrors) ?? begun.MaxErrors };
                if (parsed.GetResult(priority) is { Implicit: false })
                    begun = begun with { Priority = PriorityOption.Read(parsed, priority) };
                await using var running = await GridSession.OpenAsync(settings, cancellationToken);
                return await RunAsync(jobId, () => JobResumption.ResumeAsync(running, jobId, begun), running, parsed.GetValue(json), cancellationToken);
            }
            var (pack, packSha256) = EncoderPack.ReadIdentity(settings.Packs[0]);
            var published = parsed.GetValue(space) is { } named && named != pack + "@0" ? named : null;
            var spec = new JobSpec
            {
                Source = Existing(parsed.GetRequiredValue(source)),
                Output = ObjectAddress.Normalize(parsed.GetRequiredValue(output)),
                Space = published ?? pack + "@0",
                // A published space names its pack itself.
                PackSha256 = published is null ? packSha256 : null,
                NoRaw = published is not null && parsed.GetValue(noRaw),
                Limit = parsed.GetValue(limit),
                Modalities = ModalityOption.Read(parsed, modalities),
                LongText = parsed.GetRequiredValue(longText),
                Sink = parsed.GetRequiredValue(sink),
                IgnoreManifest = parsed.GetValue(tree),
                MaxErrors = parsed.GetValue(maxErrors),
                Priority = PriorityOption.Read(parsed, priority),
                Append = parsed.GetValue(append),
                NoCache = parsed.GetValue(noCache),
            };
            if (parsed.GetValue(dryRun))
                return await DryRun.RunAsync(spec, settings, parsed.GetValue(json), cancellationToken);
            DiskCheck.Require(spec.Output);
            if (spec.NoRaw)
                Console.Error.WriteLine("unibind: WARNING: --no-raw keeps no raw embeddings; this output can never be brought to another space version by 'unibind realign', only by embedding the corpus again.");
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            if (parsed.GetValue(since) is { } earlier)
                spec = spec with { Since = await OutputFolders.FindAsync(session, earlier) };
            return await RunAsync(spec, parsed.GetValue(job) ?? JobIds.New(), session, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>Submits a job and follows it to its end.</summary>
    public static Task<int> RunAsync(JobSpec spec, string jobId, GridSession session, bool json, CancellationToken cancellationToken) =>
        RunAsync(jobId, () => session.Client.SubmitAsync(jobId, spec), session, json, cancellationToken);

    private static async Task<int> RunAsync(string jobId, Func<Task<JobProgress>> start, GridSession session, bool json, CancellationToken cancellationToken)
    {
        JobProgress end;
        using (var view = ProgressViews.Create(json))
        {
            view.Show(await start());
            end = await JobRunner.FollowAsync(session, jobId, view, cancellationToken);
            await session.WaitForOthersAsync(view.Say, cancellationToken);
        }
        JobResults.Print(end, json);
        return JobRunner.ExitCodeOf(end);
    }

    private static string Existing(string source)
    {
        var path = ObjectAddress.Normalize(source);
        return ObjectAddress.IsRemote(path) || Path.Exists(path) ? path : throw new GridException($"There is no folder or file '{source}'.");
    }
}
