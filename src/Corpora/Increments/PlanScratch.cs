namespace UniBind.Grid.Corpora;

/// <summary>Where planners keep what is mapped into memory, so that it needs a disk: in the job's folder where that is on this machine.</summary>
public static class PlanScratch
{
    /// <summary>The folder of a job's planners.</summary>
    public static string Of(JobFolder folder) =>
        folder.Store.LocalFolder is { } local ? Path.Combine(local, JobKeys.PlanScratch) : Path.Combine(Path.GetTempPath(), "unibind-plan");
}
