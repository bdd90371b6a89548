using System.Globalization;
using System.IO.Hashing;

namespace UniBind.Grid.Grains;

/// <summary>The pages of the job list: a job's id says which one it is on, so that a change of one job writes some hundred lines, however many jobs there are.</summary>
internal static class JobPages
{
    /// <summary>The number of pages. Stored lists depend on it: never change it.</summary>
    public const int Count = 64;

    /// <summary>Lines of a page at most, but for jobs that have not ended.</summary>
    public const int MaxLines = 320;

    /// <summary>All pages.</summary>
    public static IEnumerable<string> Keys => Enumerable.Range(0, Count).Select(KeyOf);

    /// <summary>The page of a job.</summary>
    public static string KeyOf(string jobId) => KeyOf((int)(XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(jobId)) % Count));

    /// <summary>Newest first; jobs of one moment by their id.</summary>
    public static IEnumerable<JobSummary> NewestFirst(IEnumerable<JobSummary> jobs) =>
        jobs.OrderByDescending(job => job.SubmittedAt).ThenBy(job => job.JobId, StringComparer.Ordinal);

    private static string KeyOf(int page) => string.Create(CultureInfo.InvariantCulture, $"jobs-{page:D2}");
}
