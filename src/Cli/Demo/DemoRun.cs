using System.Diagnostics;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Cli;

/// <summary>The whole way, step by step.</summary>
/// <param name="session">The grid.</param>
/// <param name="folder">Where the files go.</param>
/// <param name="settings">How the grid is reached.</param>
/// <param name="json">True to print one document instead of tables.</param>
/// <param name="started">When the command began, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
internal sealed class DemoRun(GridSession session, DemoFolder folder, GridSettings settings, bool json, long started)
{
    private readonly TextWriter _say = json ? Console.Error : Console.Out;

    /// <summary>Runs all steps on a corpus that is there.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(SampleSummary corpus, CancellationToken cancellationToken)
    {
        Say("corpus", FormattableString.Invariant($"{DemoFolder.Shown(corpus.Folder)}: {corpus.Items:N0} items, {ProgressText.Bytes(corpus.Bytes)}"));
        var spec = new JobSpec { Source = corpus.Folder, Output = folder.Embedded, Space = PackFolders.Classic + "@0" };
        var embedded = await DemoJobs.RunAsync(session, folder.Run, spec, json, cancellationToken);
        if (embedded.State != JobState.Done)
            return Ended(embedded);
        Say("embedded", FormattableString.Invariant($"{embedded.Embedded:N0} items, {embedded.DeadLettered:N0} dead letters, in {ProgressText.Span(embedded.Elapsed)}"));

        var space = new DemoSpace(session);
        var (descriptions, centers) = await space.PrepareAsync(cancellationToken);
        Say("knowledge", FormattableString.Invariant($"{descriptions:N0} descriptions of {centers.Classes:N0} classes"));
        Say("centers", FormattableString.Invariant($"{centers.Built:N0} built, {centers.Unchanged:N0} stood already"));

        var training = Stopwatch.GetTimestamp();
        var heads = await new DemoHeads(session).TrainAsync(folder.Embedded, cancellationToken);
        Say("heads", FormattableString.Invariant($"{heads.Length} trained on the train split, {heads[0].Items:N0} items each, in {ProgressText.Span(Stopwatch.GetElapsedTime(training))}"));

        var version = await space.PublishAsync();
        Say("published", FormattableString.Invariant($"{version.Id}: {version.Classes:N0} classes, {version.Rows:N0} center rows, {version.Heads.Length} heads"));

        var realign = spec with { Source = folder.Embedded, RealignFrom = folder.Embedded, Output = folder.Aligned, Space = version.Id };
        var aligned = await DemoJobs.RunAsync(session, folder.Run + "-aligned", realign, json, cancellationToken);
        if (aligned.State != JobState.Done)
            return Ended(aligned);
        Say("realigned", FormattableString.Invariant($"{aligned.Rows:N0} rows into {version.Id} in {ProgressText.Span(aligned.Elapsed)}, no media read"));

        var (comparison, items) = await new DemoEvaluation(session, folder, settings).RunAsync(cancellationToken);
        var search = new DemoSearch(session, folder);
        var sound = search.FileOf(Modality.Audio, items);
        var found = await search.RunAsync(sound, cancellationToken);
        if (json)
            Json.Print(new { Job = embedded, Aligned = aligned, Space = version, Before = comparison.Before.Metrics, After = comparison.After.Metrics, Search = found, folder.Report });
        else
        {
            DemoTables.Print(comparison, _say);
            DemoSearch.Print(sound, found, _say);
            _say.WriteLine();
            _say.WriteLine($"Done in {ProgressText.Span(Stopwatch.GetElapsedTime(started))}.");
            DemoNext.Print(folder, version, search.FileOf(Modality.Image, items), settings.Data, _say);
        }
        await session.WaitForOthersAsync(_say.WriteLine, cancellationToken);
        return embedded.DeadLettered > 0 ? ExitCode.DeadLetters : ExitCode.Done;
    }

    private int Ended(JobProgress end)
    {
        JobResults.Print(end, json);
        return JobRunner.ExitCodeOf(end);
    }

    private void Say(string what, string text) => _say.WriteLine($"{what,-9} {text}");
}
