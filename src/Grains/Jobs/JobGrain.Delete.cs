using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <content>The end of a job's life in the grid.</content>
public sealed partial class JobGrain
{
    /// <inheritdoc/>
    public async Task<JobDeletion> DeleteAsync(bool keepOutput)
    {
        RequireSubmitted();
        if (_record.Current == JobState.Running || !_running.IsCompleted)
            throw new GridException($"The job '{JobId}' is running; cancel it first with 'unibind jobs cancel {JobId}'.") { Kind = GridErrorKind.Conflict };
        var output = State.Spec!.Output;

        // The files go first: while the job is known, what broke off can be asked for again.
        var gone = keepOutput
            ? new DeletedOutput(0, 0, [])
            : await CorpusFaults.TranslateAsync(() => Task.Run(() => OutputDeletion.RunAsync(new JobFolder(output), JobId)));
        await GrainFactory.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).RemoveAsync(JobId);
        await _record.ClearAsync();
        DeactivateOnIdle();
        return new JobDeletion(JobId, output, gone.Objects, gone.Bytes, [.. gone.Dependents]);
    }
}
