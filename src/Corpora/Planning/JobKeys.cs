using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>The keys of a job's objects in its output folder, wherever that is: no other code builds one.</summary>
/// <remarks>Names that begin with <c>_</c> are the grid's own.</remarks>
public static class JobKeys
{
    /// <summary>Which job owns the folder, and its specification.</summary>
    public const string Header = "_job.json";

    /// <summary>The folder of the frozen listing and the plans.</summary>
    public const string Plan = "_plan";

    /// <summary>The summary of a finished listing.</summary>
    public const string Listing = "_plan/listing.json";

    /// <summary>The folder of the id index's sorted runs; needed only while the listing goes on, and only where the job's folder is on this machine.</summary>
    public const string IdIndex = "_plan/ids";

    /// <summary>The folder of the planners' scratch; needed only while planning goes on, and only where the job's folder is on this machine.</summary>
    public const string PlanScratch = "_plan/scratch";

    /// <summary>What the index of the earlier job was made of, and its hash; its commit point.</summary>
    public const string EarlierFacts = "_plan/earlier.json";

    /// <summary>The folder of files that are being written.</summary>
    public const string Attempts = "_attempts";

    /// <summary>The folder of raw embeddings.</summary>
    public const string Raw = "raw";

    /// <summary>The dead letters, one JSON object a line.</summary>
    public const string Errors = "errors.jsonl";

    /// <summary>The parts with their rows and hashes.</summary>
    public const string Manifest = "_manifest.json";

    /// <summary>The account of the job.</summary>
    public const string Ledger = "_ledger.json";

    /// <summary>Speed and where the time went.</summary>
    public const string Report = "_report.json";

    /// <summary>The empty object that is written last.</summary>
    public const string Success = "_SUCCESS";

    /// <summary>The object that says that the job was deleted and only what other outputs need is left.</summary>
    public const string Deleted = "_DELETED";

    /// <summary>The folder that names the outputs which need the folder's raw embeddings.</summary>
    public const string Dependents = "_dependents";

    /// <summary>Names an output that needs the folder's raw embeddings.</summary>
    /// <param name="jobId">The job that wrote it.</param>
    public static string Dependent(string jobId) => $"{Dependents}/{jobId}";

    /// <summary>The name of a page's plan in the page's folder.</summary>
    internal const string PlanName = "plan.json";

    /// <summary>The claim of a coordinator's epoch; who created it has that epoch.</summary>
    public static string Epoch(long epoch) => string.Create(CultureInfo.InvariantCulture, $"{EpochPrefix}{epoch:D7}");

    /// <summary>What all epochs' keys begin with.</summary>
    public const string EpochPrefix = "_plan/epoch-";

    /// <summary>The rows of one page of the listing.</summary>
    public static string ListingPage(int page) => string.Create(CultureInfo.InvariantCulture, $"_plan/listing-{page:D5}.jsonl");

    /// <summary>A page beside the listing that tries dead letters again, see <see cref="RetryPages"/>.</summary>
    /// <param name="number">Its number among those, from 0.</param>
    public static string RetryPage(int number) => string.Create(CultureInfo.InvariantCulture, $"_plan/retry-{number:D5}.json");

    /// <summary>The folder of one page's plan and shards.</summary>
    public static string PlannedPage(int page) => string.Create(CultureInfo.InvariantCulture, $"_plan/page-{page:D5}");

    /// <summary>The plan of one page: its commit point, which names the objects that hold its shards.</summary>
    public static string PagePlan(int page) => $"{PlannedPage(page)}/{PlanName}";

    /// <summary>The contents that a page brought in, under a name that holds the beginning of its hash: all planners of the page write the same.</summary>
    public static string PageKeys(int page, string sha256) => string.Create(CultureInfo.InvariantCulture, $"_plan/keys-{page:D5}-{sha256[..16]}.bin");

    /// <summary>The items of the earlier job, by the hash of their ids.</summary>
    public static string EarlierIndex(string sha256) => $"_plan/earlier-{sha256[..16]}.index";

    /// <summary>A place for one try at writing a shard's output; no two calls give the same.</summary>
    public static string Attempt(string shard, int attempt, long epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{Attempts}/{shard}.{attempt}.{epoch}.{Guid.NewGuid():N}");

    /// <summary>A place for one try at writing a page's shards; no two calls give the same.</summary>
    public static string PageAttempt(int page) => string.Create(CultureInfo.InvariantCulture, $"{Attempts}/page-{page:D5}.{Guid.NewGuid():N}");

    /// <summary>The output of one shard.</summary>
    /// <param name="shard">The shard's id.</param>
    /// <param name="extension">With its dot: <c>.parquet</c>, or <c>.json</c> where rows and vectors are objects of their own.</param>
    public static string Part(string shard, string extension = ".parquet") => $"part-{shard}{extension}";

    /// <summary>The raw embeddings of one shard.</summary>
    public static string RawPart(string shard) => $"{Raw}/part-{shard}.parquet";
}
