using Microsoft.Extensions.Logging;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <content>What makes an output folder the job's and a run the newest one, and how a run that is not gives way.</content>
public sealed partial class JobGrain
{
    /// <summary>
    /// Makes this run the newest one: in the stored state, where of two activations only one can write, and then in the job's folder, which is shared even by
    /// coordinators that do not share a store. A number that was stored and never claimed is given again: no lease has it.
    /// </summary>
    private async Task ClaimEpochAsync()
    {
        var epochs = new JobEpochs(new JobFolder(State.Spec!.Output));
        try
        {
            do
            {
                State.Epoch = await epochs.NextAsync(State.Epoch + 1);
                await _record.OpenAsync(Measure(JobState.Running, null));
            }
            while (!await epochs.ClaimAsync(State.Epoch, RuntimeIdentity));
        }
        catch (StaleRunException e)
        {
            StepDown(e);
            RequireCurrent();
        }
        catch (CorpusException e) when (e.IsTransient)
        {
            throw e.ToGrid();
        }
        catch (Exception e) when (e is CorpusException or IOException or UnauthorizedAccessException)
        {
            await EndAsync(JobState.Failed, $"The output folder '{State.Spec.Output}' cannot be written: {e.Message}");
            throw new GridException(State.Progress!.Message!);
        }
    }

    /// <summary>Leaves the job to the coordinator that has it: nothing of it is stored, written or ended here, and the next call finds the other one.</summary>
    private void StepDown(Exception? cause)
    {
        _stale = true;
        _record.Abandon();
        LogSteppedDown(_logger, JobId, State.Epoch, cause);
        DeactivateOnIdle();
    }

    private async Task<bool> IsSupersededAsync()
    {
        try
        {
            return _record.IsStale || await new JobEpochs(new JobFolder(State.Spec!.Output)).IsSupersededAsync(State.Epoch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CorpusException)
        {
            // Whoever cannot look has not been told; the stored state refuses the write if there is another one.
            return false;
        }
    }

    /// <summary>Checks a new job, makes the output folder its own, and returns the content address of the pack behind its rows.</summary>
    private async Task<string> ClaimAsync(JobSpec spec, PinnedSpace space)
    {
        if (spec.RealignFrom is not null)
        {
            // Nothing is encoded: a published version's own word for its pack is enough.
            var wanted = space.PackSha256 ?? await PackFinder.RequireAsync(_silos, space, spec.PackSha256);
            return await Task.Run(() => RealignSource.ClaimAsync(JobId, spec, _catalog, space, wanted));
        }
        var pack = await PackFinder.RequireAsync(_silos, space, spec.PackSha256);
        await Task.Run(() => SinceSource.CheckAsync(spec, space, pack));
        if (spec.Since is null)
            await Task.Run(() => JobSpecs.ClaimOutputAsync(JobId, spec));
        else
            await CorpusFaults.TranslateAsync(() => Task.Run(() => ClaimSinceAsync(spec)));
        return pack;
    }

    /// <summary>From here on the earlier output stays until this job is finished. A name without an output counts for nothing, so it is given again once there is one.</summary>
    private async Task<bool> ClaimSinceAsync(JobSpec spec)
    {
        var dependents = new JobDependents(JobSpecs.Since(spec));
        await dependents.AddAsync(JobId, spec.Output);
        await JobSpecs.ClaimOutputAsync(JobId, spec);
        await dependents.AddAsync(JobId, spec.Output);
        return true;
    }

    [LoggerMessage(2, LogLevel.Warning, "Job {JobId}: run {Epoch} ends here, as another coordinator has taken the job over.")]
    private static partial void LogSteppedDown(ILogger logger, string jobId, long epoch, Exception? exception);
}
