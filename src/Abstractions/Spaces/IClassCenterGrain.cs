using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>Owns one class of one space: its descriptions, their review, and the versions of its center. The key is <see cref="SpaceKey.ForClass"/>; under a key of <see cref="SpaceKey.ForCaptions"/> it keeps captions of items that have no class.</summary>
[Alias("unibind.IClassCenterGrain")]
public interface IClassCenterGrain : IGrainWithStringKey
{
    /// <summary>The most descriptions or rows of one answer.</summary>
    const int MaxPage = 500;

    /// <summary>Adds descriptions; one that is known already (same text, same item) takes over the new state, reviewer and reason.</summary>
    /// <returns>The class's knowledge after it.</returns>
    /// <exception cref="GridException">One is of another class, empty or too long.</exception>
    [Alias("Import")]
    Task<KnowledgeRef> ImportAsync(Description[] descriptions);

    /// <summary>Some descriptions, in the order in which they were first added, which never changes; fewer than asked for at the end.</summary>
    /// <param name="from">How many to leave out.</param>
    /// <param name="count">The most to return, up to <see cref="MaxPage"/>.</param>
    [Alias("GetDescriptions"), ReadOnly]
    Task<Description[]> GetDescriptionsAsync(int from, int count);

    /// <summary>Where the descriptions are.</summary>
    [Alias("GetKnowledge"), ReadOnly]
    Task<KnowledgeRef> GetKnowledgeAsync();

    /// <summary>Records a built center as the class's newest version.</summary>
    [Alias("Record")]
    Task<CenterVersion> RecordAsync(CenterVersion built);

    /// <summary>The center in use, or one version of it; null when there is none.</summary>
    [Alias("GetCenter"), ReadOnly]
    Task<CenterVersion?> GetCenterAsync(int? version = null);

    /// <summary>All versions, newest first.</summary>
    [Alias("ListCenters"), ReadOnly]
    Task<CenterVersion[]> ListCentersAsync();

    /// <summary>Some rows of the center in use, or of one version of it; fewer than asked for at the end.</summary>
    /// <param name="version">The version; null for that in use.</param>
    /// <param name="from">How many to leave out.</param>
    /// <param name="count">The most to return, up to <see cref="MaxPage"/>.</param>
    /// <exception cref="GridException">There is no such version, or its file is missing or damaged.</exception>
    [Alias("GetRows"), ReadOnly]
    Task<CenterRow[]> GetRowsAsync(int? version, int from, int count);

    /// <summary>Puts an earlier version of the center to use again; the next published space version will hold it.</summary>
    /// <exception cref="GridException">There is no such version.</exception>
    [Alias("Rollback")]
    Task<CenterVersion> RollbackAsync(int version);

    /// <summary>Forgets all versions but the newest ones and the one in use; their files go when nothing else names them.</summary>
    /// <param name="keep">How many stay besides the one in use.</param>
    /// <param name="dryRun">True only to say what would stay.</param>
    /// <returns>The versions that stay.</returns>
    [Alias("Prune")]
    Task<CenterVersion[]> PruneAsync(int keep, bool dryRun);
}
