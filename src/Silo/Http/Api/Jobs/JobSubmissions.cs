using UniBind.Grid.Client;

namespace UniBind.Grid.Silo;

/// <summary>Turns what callers submit into jobs that stay under the roots that they may use.</summary>
/// <param name="client">The way into the grid.</param>
/// <param name="defaultModel">The space of jobs that name none.</param>
/// <param name="roots">Where jobs may read and write.</param>
internal sealed class JobSubmissions(IGridClient client, DefaultModel defaultModel, IJobRoots roots)
{
    /// <summary>Stores and starts a job.</summary>
    /// <exception cref="ApiException">A member is wrong.</exception>
    /// <exception cref="GridException">A path lies under no root, or the grid refuses the job.</exception>
    public async Task<JobProgress> SubmitAsync(JobBody body)
    {
        var id = JobIds.Require(body.Id ?? JobIds.New());
        if (body is { Append: true, Since: null })
            throw new ApiException("'append' means nothing without 'since'.", "append");
        if (body.MaxErrors is < 0 or > 1)
            throw new ApiException("'max_errors' is a fraction from 0 to 1.", "max_errors");
        if (body.Limit is < 1)
            throw new ApiException("'limit' is a number from 1 on.", "limit");
        var spec = new JobSpec
        {
            Source = roots.Resolve(Given(body.Source, "source"), write: false),
            Output = roots.Resolve(Given(body.Output, "output"), write: true),
            Space = await SpaceAsync(body.Space ?? await defaultModel.GetAsync()),
            Limit = body.Limit,
            Modalities = [.. (body.Modalities ?? []).Select(name => PartReader.ModalityOf(name, "modalities")).Distinct()],
            LongText = body.LongText ?? "truncate",
            Sink = body.Sink ?? "parquet",
            IgnoreManifest = body.IgnoreManifest,
            NoRaw = body.NoRaw,
            // A note is left there that it is in use.
            Since = body.Since is { } since ? roots.Resolve(await OutputAsync(since), write: true) : null,
            Append = body.Append,
            NoCache = body.NoCache,
            Priority = PriorityOf(body.Priority),
            MaxErrors = body.MaxErrors,
            Confine = [.. roots.Readable],
        };
        return await client.SubmitAsync(id, spec);
    }

    private static string Given(string value, string name) => value.Length > 0 ? value : throw new ApiException($"'{name}' is empty.", name);

    private static JobPriority PriorityOf(string? name) => name switch
    {
        null or "normal" => JobPriority.Normal,
        "low" => JobPriority.Low,
        "high" => JobPriority.High,
        _ => throw new ApiException("'priority' takes low, normal or high.", "priority"),
    };

    // A bare name means the same as online: the space's latest version, else the pack.
    private async Task<string> SpaceAsync(string space)
    {
        if (space.Contains('@', StringComparison.Ordinal))
            return space;
        SpaceKey.RequireSpace(space);
        return (await client.Spaces.ListAsync()).Contains(space) ? $"{space}@{SpaceInfo.Latest}" : space + "@0";
    }

    private async Task<string> OutputAsync(string since)
    {
        if (since.Contains('/', StringComparison.Ordinal))
            return since;
        var job = await client.GetJobAsync(since);
        return job.State != JobState.Unknown ? job.Output : since;
    }
}
