namespace UniBind.Grid.Corpora;

/// <summary>A job's output folder, on this machine or in object storage, and the addresses of what lies in it.</summary>
/// <remarks>
/// An address is an absolute path where the folder is one of this machine; the readers of <see cref="PartReader"/> and <see cref="ShardFile"/>
/// take addresses of either kind. Immutable, thread-safe; touches nothing but in <see cref="Create"/>.
/// </remarks>
/// <param name="path">The folder; need not exist. A path, <c>file://</c>, <c>az://container/prefix</c> or <c>s3://bucket/prefix</c>.</param>
/// <exception cref="CorpusException">It is no address.</exception>
public sealed class JobFolder(string path)
{
    /// <summary>The name of the object that makes a folder a job's.</summary>
    public const string HeaderName = JobKeys.Header;

    private IObjectStore? _store;

    /// <summary>The folder's absolute path or address.</summary>
    public string Root { get; } = ObjectAddress.Normalize(path);

    /// <summary>The store whose root the folder is; its keys are those of <see cref="JobKeys"/>.</summary>
    /// <exception cref="CorpusException">The environment does not say how to reach it.</exception>
    public IObjectStore Store => _store ??= ObjectStores.Open(Root);

    /// <summary>Which job owns the folder, and its specification.</summary>
    public string Header => In(JobKeys.Header);

    /// <summary>The folder of the frozen listing and the plans.</summary>
    public string Plan => In(JobKeys.Plan);

    /// <summary>The summary of a finished listing.</summary>
    public string Listing => In(JobKeys.Listing);

    /// <summary>The folder of the id index's sorted runs.</summary>
    public string IdIndex => In(JobKeys.IdIndex);

    /// <summary>The folder of files that are being written.</summary>
    public string Attempts => In(JobKeys.Attempts);

    /// <summary>The folder of raw embeddings.</summary>
    public string Raw => In(JobKeys.Raw);

    /// <summary>The dead letters, one JSON object a line.</summary>
    public string Errors => In(JobKeys.Errors);

    /// <summary>The parts with their rows and hashes.</summary>
    public string Manifest => In(JobKeys.Manifest);

    /// <summary>The account of the job.</summary>
    public string Ledger => In(JobKeys.Ledger);

    /// <summary>Speed and where the time went.</summary>
    public string Report => In(JobKeys.Report);

    /// <summary>The empty object that is written last.</summary>
    public string Success => In(JobKeys.Success);

    /// <summary>The rows of one page of the listing.</summary>
    public string ListingPage(int page) => In(JobKeys.ListingPage(page));

    /// <summary>The folder of one page's plan and shards.</summary>
    public string PlannedPage(int page) => In(JobKeys.PlannedPage(page));

    /// <summary>The plan of one page.</summary>
    public string PagePlan(int page) => In(JobKeys.PagePlan(page));

    /// <summary>The address of one shard's items for <see cref="ShardFile.ReadAsync"/>: its page's folder, <c>#</c>, its id.</summary>
    /// <param name="shard">The shard's id, <c>00012-0003</c>.</param>
    public string Shard(string shard) => ShardAddress.Of(PlannedPage(ShardId.Page(shard)), shard);

    /// <summary>The output of one shard.</summary>
    /// <param name="shard">The shard's id.</param>
    /// <param name="extension">With its dot: <c>.parquet</c>, or <c>.json</c> where rows and vectors are files of their own.</param>
    public string Part(string shard, string extension = ".parquet") => In(JobKeys.Part(shard, extension));

    /// <summary>The raw embeddings of one shard.</summary>
    public string RawPart(string shard) => In(JobKeys.RawPart(shard));

    /// <summary>Creates the folder and those inside it; in object storage, where there are no folders, nothing.</summary>
    /// <exception cref="CorpusException">It cannot be created.</exception>
    public void Create()
    {
        if (ObjectAddress.IsRemote(Root))
            return;
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

    /// <summary>Whether anything is there: a folder of this machine exists, one in object storage holds an object.</summary>
    /// <exception cref="CorpusException">Storage cannot be asked.</exception>
    public async Task<bool> ExistsAsync(CancellationToken ct = default) =>
        ObjectAddress.IsRemote(Root) ? await Store.AnyAsync("", ct).ConfigureAwait(false) : Directory.Exists(Root);

    /// <summary>Whether the job is finished.</summary>
    /// <exception cref="CorpusException">Storage cannot be asked.</exception>
    public Task<bool> IsFinishedAsync(CancellationToken ct = default) => Store.ExistsAsync(JobKeys.Success, ct);

    private string In(string key) => ObjectAddress.Combine(Root, key);
}
