using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <inheritdoc cref="IWorkerGrain"/>
/// <remarks>Holds no state of its own: everything is in the job's folder and in the silo's services.</remarks>
[PinnedToSilo, RequireSiloLabel(SiloLabels.RolePrefix + Role.Encoder, SiloLabels.Yes), Reentrant]
public sealed class WorkerGrain(
    SiloIdentity identity, ILocalSiloDetails silo, PackCatalog packs, SpaceCatalog spaces, DecodePool decoders, EncoderReadiness readiness, ShardAttempts attempts, SiloBreaker breaker, PageLinksCatalog links, OnlineGate online, IOptions<EncoderSiloOptions> options) : Grain, IWorkerGrain
{
    /// <inheritdoc/>
    public async Task<WorkerInfo> DescribeAsync()
    {
        var info = new WorkerInfo { Silo = silo.SiloAddress.ToParsableString(), Name = identity.Name, Device = identity.Device, Credits = options.Value.Credits, DecodeThreads = decoders.Threads, OnlineDepth = online.Count };
        IReadOnlyCollection<EncoderHost> hosts;
        try
        {
            hosts = await packs.GetAllAsync();
        }
        catch (GridException e)
        {
            // One faulty pack must not hide the silo, nor the reason.
            return info with { NotReady = e.Message };
        }
        return info with
        {
            Encoders = [.. hosts.SelectMany(EncoderInfos.Of)],
            Numerics = string.Join(" | ", hosts.Select(Numerics.Describe).Distinct(StringComparer.Ordinal)),
            NotReady = readiness.Problem ?? breaker.NotReady,
            OnlineNotReady = options.Value.Preload && readiness.NotReady is { } loading ? loading : null,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListedPage> ListAsync(JobRun run, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var folder = new JobFolder(run.Spec.Output);
        await RequireCurrentAsync(run, cancellationToken);
        // Before the first page: planning looks each item up in it.
        if (run.Spec.Since is not null)
            await CorpusFaults.TranslateAsync(() => Task.Run(() => IndexEarlierAsync(run.Spec, folder, cancellationToken), cancellationToken));
        var pages = CorpusFaults.Translate(() => JobSpecs.RealignFrom(run.Spec) is { } source
            ? PlanTakeover.ListAsync(source, folder, cancellationToken)
            : ListingWriter.WriteAsync(
                JobSpecs.OpenSource(run.Spec), folder, new ListingOptions { Limit = run.Spec.Limit, PageRows = options.Value.PageRows }, cancellationToken,
                run.Spec.Append ? EarlierItems.ListAsync(JobSpecs.Since(run.Spec), cancellationToken) : null));
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        while (await CorpusFaults.TranslateAsync(() => Task.Run(async () => await page.MoveNextAsync(), cancellationToken)))
            yield return new ListedPage(page.Current.Index, page.Current.Rows, page.Current.Bytes, page.Current.IsRetry);
    }

    /// <inheritdoc/>
    public async Task<PlannedPage> PlanPageAsync(JobRun run, int page, CancellationToken cancellationToken = default)
    {
        await RequireCurrentAsync(run, cancellationToken);
        var plan = JobSpecs.RealignFrom(run.Spec) is { } source
            ? await CorpusFaults.TranslateAsync(() => PlanTakeover.PlanAsync(source, new JobFolder(run.Spec.Output), page, cancellationToken))
            : await PlanAsync(run, page, cancellationToken);
        var planned = new PlannedPage(
            page,
            // A realign makes all rows in one way, wherever their source had them from.
            [.. plan.Shards.Select(s => new PlannedShard(s.Id, s.Modality, s.Items, s.Cost, run.Spec.RealignFrom is null ? s.Kind : ShardKind.Encode))],
            plan.DeadLetters.Count,
            plan.Filtered.Values.Sum())
        { Errors = ErrorCount.Of(plan.DeadLetters) };
        JobMetrics.Planned(planned);
        return planned;
    }

    /// <inheritdoc/>
    public Task<ShardReport> RunShardAsync(ShardLease lease, CancellationToken cancellationToken = default) => attempts.RunAsync(lease, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkerHeartbeat> HeartbeatAsync(string jobId, long epoch) => Task.FromResult(attempts.Heartbeat(jobId, epoch));

    private async Task<PagePlan> PlanAsync(JobRun run, int page, CancellationToken cancellationToken)
    {
        var spec = run.Spec;
        var space = await Task.Run(() => spaces.Of(run), cancellationToken);
        var host = await packs.GetAsync(SpaceResolver.PackOf(run, space));
        var prober = new ItemProber(host.Pack.Name, host.Modalities, space);
        var folder = new JobFolder(spec.Output);
        var settings = new PlanOptions
        {
            Modalities = spec.Modalities.Length > 0 ? spec.Modalities.ToHashSet() : null,
            ItemsByModality = options.Value.ItemsByModality(),
            Parallelism = decoders.Threads,
        };
        return await CorpusFaults.TranslateAsync(() => Task.Run(
            async () => await IsRetryAsync() ? await PlanWithAsync(null) : await links.UseAsync(run, PlanWithAsync), cancellationToken));

        Task<PagePlan> PlanWithAsync(PageLinks? known) =>
            PagePlanner.PlanAsync(folder, page, JobSpecs.OpenSource(spec), prober.Probe, settings, cancellationToken, known);

        // Compared with the other pages, an item that is tried again would be a copy of its own dead letter.
        async Task<bool> IsRetryAsync() =>
            await ListingSummary.ReadAsync(folder, cancellationToken) is { } listing && page >= listing.Pages.Count;
    }

    private static async Task<bool> IndexEarlierAsync(JobSpec spec, JobFolder folder, CancellationToken cancellationToken)
    {
        var earlier = JobSpecs.Since(spec);
        await JobConfinement.RequireOutputAsync(spec, earlier.Root);
        await EarlierIndex.BuildAsync(earlier, folder, cancellationToken);
        return true;
    }

    /// <summary>A run that was superseded has nothing to list or plan, and none writes to where a link leads out of the job's folders.</summary>
    private static async Task RequireCurrentAsync(JobRun run, CancellationToken cancellationToken)
    {
        JobConfinement.Require(run.Spec, run.Spec.Output);
        try
        {
            await new JobEpochs(new JobFolder(run.Spec.Output)).RequireAsync(run.Epoch, cancellationToken);
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }
}
