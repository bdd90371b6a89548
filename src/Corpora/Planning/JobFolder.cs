using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>Every path of a job's output folder: no other code builds one.</summary>
/// <remarks>
/// Names that begin with <c>_</c> are the grid's own. Immutable, thread-safe; touches no file but in <see cref="Create"/>.
/// </remarks>
/// <param name="path">The folder; need not exist.</param>
public sealed class JobFolder(string path)
{
    /// <summary>The name of the file that makes a folder a job's.</summary>
    public const string HeaderName = "_job.json";

    internal const string BuildingPrefix = "building-";

    /// <summary>The folder's absolute path.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>Which job owns the folder, and its specification.</summary>
    public string Header => In(HeaderName);

    /// <summary>The folder of the frozen listing and the plans.</summary>
    public string Plan => In("_plan");

    /// <summary>The summary of a finished listing.</summary>
    public string Listing => Path.Combine(Plan, "listing.json");

    /// <summary>The folder of the id index's sorted runs; needed only while the listing goes on.</summary>
    public string IdIndex => Path.Combine(Plan, "ids");

    /// <summary>The folder of files that are being written.</summary>
    public string Attempts => In("_attempts");

    /// <summary>The folder of raw embeddings.</summary>
    public string Raw => In("raw");

    /// <summary>The dead letters, one JSON object a line.</summary>
    public string Errors => In("errors.jsonl");

    /// <summary>The parts with their rows and hashes.</summary>
    public string Manifest => In("_manifest.json");

    /// <summary>The account of the job.</summary>
    public string Ledger => In("_ledger.json");

    /// <summary>Speed and where the time went.</summary>
    public string Report => In("_report.json");

    /// <summary>The empty file that is written last.</summary>
    public string Success => In("_SUCCESS");

    /// <summary>The rows of one page of the listing.</summary>
    public string ListingPage(int page) => Path.Combine(Plan, string.Create(CultureInfo.InvariantCulture, $"listing-{page:D5}.jsonl"));

    /// <summary>The folder of one page's plan and shards; it appears at once and complete.</summary>
    public string PlannedPage(int page) => Path.Combine(Plan, string.Create(CultureInfo.InvariantCulture, $"page-{page:D5}"));

    /// <summary>A folder to build a page's plan in; no two calls give the same.</summary>
    public string BuildingPage(int page) => Path.Combine(Plan, string.Create(CultureInfo.InvariantCulture, $"{BuildingPrefix}{page:D5}-{Guid.NewGuid():N}"));

    /// <summary>The plan of one page.</summary>
    public string PagePlan(int page) => Path.Combine(PlannedPage(page), "plan.json");

    /// <summary>The contents that a page brought in.</summary>
    public string PageKeys(int page) => Path.Combine(PlannedPage(page), "content.keys");

    /// <summary>The items of the earlier job, by the hash of their ids.</summary>
    public string EarlierItems => Path.Combine(Plan, "earlier.index");

    /// <summary>What <see cref="EarlierItems"/> is made of; written when it is complete.</summary>
    public string EarlierFacts => Path.Combine(Plan, "earlier.json");

    /// <summary>A folder for the scratch of planners; needed only while planning goes on.</summary>
    public string PlanScratch => Path.Combine(Plan, "scratch");

    /// <summary>The address of one shard's items for <see cref="ShardFile.ReadAsync"/>: the file of its page's shards, <c>#</c>, its id.</summary>
    /// <param name="shard">The shard's id, <c>00012-0003</c>.</param>
    public string Shard(string shard) => ShardAddress.Of(PlannedPage(ShardId.Page(shard)), shard);

    /// <summary>A file for one try at writing a shard's output; no two calls give the same.</summary>
    public string Attempt(string shard, int attempt, long epoch) =>
        Path.Combine(Attempts, string.Create(CultureInfo.InvariantCulture, $"{shard}.{attempt}.{epoch}.{Guid.NewGuid():N}"));

    /// <summary>The output of one shard.</summary>
    /// <param name="shard">The shard's id.</param>
    /// <param name="extension">With its dot: <c>.parquet</c>, or <c>.json</c> where rows and vectors are files of their own.</param>
    public string Part(string shard, string extension = ".parquet") => In($"part-{shard}{extension}");

    /// <summary>The raw embeddings of one shard.</summary>
    public string RawPart(string shard) => Path.Combine(Raw, $"part-{shard}.parquet");

    /// <summary>Creates the folder and those inside it.</summary>
    /// <exception cref="CorpusException">It cannot be created.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Plan);
            Directory.CreateDirectory(Attempts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The output folder '{Root}' cannot be created: {e.Message}", e);
        }
    }

    private string In(string name) => Path.Combine(Root, name);
}
