using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>What a job's spec means to the parts that work on it.</summary>
internal static class JobSpecs
{
    /// <summary>What happens to long texts.</summary>
    /// <exception cref="GridException">The word is none of the three.</exception>
    public static LongText LongTextOf(JobSpec spec) => spec.LongText switch
    {
        "truncate" => LongText.Truncate,
        "chunk-mean" => LongText.ChunkMean,
        "chunk-rows" => LongText.ChunkRows,
        _ => throw new GridException($"'{spec.LongText}' is no way to treat long texts; there are truncate, chunk-mean and chunk-rows."),
    };

    /// <summary>The writer of a job's parts.</summary>
    /// <exception cref="GridException">The word is none of the forms.</exception>
    public static IPartSink SinkOf(JobSpec spec) => spec.Sink switch
    {
        "parquet" => new ParquetPartSink(),
        "npy" => new NpyPartSink(),
        _ => throw new GridException($"'{spec.Sink}' is no form of part files; there are parquet and npy."),
    };

    /// <summary>Opens the corpus of a job.</summary>
    /// <exception cref="CorpusException">There is none.</exception>
    /// <exception cref="GridException">It lies where the job may not read.</exception>
    public static ICorpusSource OpenSource(JobSpec spec)
    {
        var source = CorpusSources.Open(spec.Source, new CorpusSourceOptions { IgnoreManifest = spec.IgnoreManifest });
        // Its root is where its items are, with links resolved: a link put into the place of the source after it was named leads nowhere else.
        JobConfinement.Require(spec, source.Root);
        return source;
    }

    /// <summary>Checks what can be checked before anything is written, and makes the output folder the job's.</summary>
    /// <exception cref="GridException">The source is missing, an option is unknown, or the folder holds another job.</exception>
    public static async Task ClaimOutputAsync(string jobId, JobSpec spec)
    {
        _ = LongTextOf(spec);
        if (string.Equals(Path.TrimEndingDirectorySeparator(spec.Output), Path.TrimEndingDirectorySeparator(spec.Source), StringComparison.Ordinal))
            throw new GridException($"The output folder '{spec.Output}' is the corpus itself; choose another folder, also one inside the corpus.");
        try
        {
            _ = SinkOf(spec);
            _ = OpenSource(spec);
            JobConfinement.Require(spec, spec.Output);
            await new JobFiles(new JobFolder(spec.Output)).ClaimAsync(jobId, JsonSerializer.Serialize(spec));
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }

    /// <summary>The finished output that a realign starts from; null for a job that embeds.</summary>
    public static JobFolder? RealignFrom(JobSpec spec) => spec.RealignFrom is { } from ? new JobFolder(from) : null;

    /// <summary>The finished output that items are carried over from.</summary>
    /// <exception cref="GridException">There is none.</exception>
    public static JobFolder Since(JobSpec spec) => spec.Since is { } since ? new JobFolder(since) : throw new GridException("The job goes on from no earlier output.");

    /// <summary>Whether two specs ask for the same output; how fast, how many failures end the job early, and how far it may read may differ.</summary>
    public static bool Same(JobSpec a, JobSpec b) =>
        Output(a) == Output(b) && a.Modalities.Order().SequenceEqual(b.Modalities.Order());

    private static JobSpec Output(JobSpec spec) => spec with { Modalities = [], Priority = default, MaxErrors = null, Confine = [] };

    /// <summary>The job's line in the list.</summary>
    public static JobSummary Summary(string jobId, JobGrainState state) => new()
    {
        JobId = jobId,
        State = state.Progress!.State,
        Source = state.Spec!.Source,
        Output = state.Spec.Output,
        Space = state.Space.Length > 0 ? state.Space : state.Spec.Space,
        SubmittedAt = state.SubmittedAt,
        EndedAt = state.EndedAt,
        Embedded = state.Progress.WithRow,
        DeadLettered = state.Progress.DeadLettered,
    };
}
