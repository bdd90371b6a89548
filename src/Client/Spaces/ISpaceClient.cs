namespace UniBind.Grid.Client;

/// <summary>The way to the spaces of a grid: their knowledge, the centers of their classes, and their published versions.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ISpaceClient
{
    /// <summary>The names of all spaces, sorted.</summary>
    Task<IReadOnlyList<string>> ListAsync();

    /// <summary>A space as it is now: its classes, versions and aliases.</summary>
    /// <exception cref="GridException">There is none of the name.</exception>
    Task<SpaceInfo> GetAsync(string space);

    /// <summary>Adds descriptions, and their classes to the space; repeating it changes nothing. A caption of an item may have no class.</summary>
    /// <returns>The knowledge of these classes after it, sorted by class.</returns>
    /// <exception cref="GridException">A description is refused: class or text too long, or two classes that read the same.</exception>
    Task<IReadOnlyList<KnowledgeRef>> ImportAsync(string space, IReadOnlyCollection<Description> descriptions, CancellationToken cancellationToken = default);

    /// <summary>The knowledge of every class, in the space's order.</summary>
    /// <exception cref="GridException">There is no such space.</exception>
    Task<IReadOnlyList<KnowledgeRef>> ListKnowledgeAsync(string space, CancellationToken cancellationToken = default);

    /// <summary>The descriptions of all classes, class by class, in the order in which they were first added; then the captions that have no class.</summary>
    /// <param name="space">The space.</param>
    /// <param name="classes">Only these; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="GridException">There is no such space.</exception>
    IAsyncEnumerable<Description> ExportAsync(string space, IReadOnlyCollection<string>? classes = null, CancellationToken cancellationToken = default);

    /// <summary>Builds centers; yields how far it is until it is done. A build that broke off goes on when it is asked for again.</summary>
    /// <exception cref="GridException">A class has no approved description, or no silo can build.</exception>
    IAsyncEnumerable<CenterBuildProgress> BuildCentersAsync(string space, CenterBuildRequest request, CancellationToken cancellationToken = default);

    /// <summary>Records centers of the original's format as the newest versions of their classes' centers.</summary>
    /// <exception cref="GridException">The file cannot be read on the grid's machine or holds no centers, or no silo has the pack.</exception>
    Task<CenterBuildProgress> ImportCentersAsync(string space, CenterImport import, CancellationToken cancellationToken = default);

    /// <summary>The center in use of every class that has one, in the space's order.</summary>
    /// <exception cref="GridException">There is no such space.</exception>
    Task<IReadOnlyList<CenterVersion>> ListCentersAsync(string space, CancellationToken cancellationToken = default);

    /// <summary>All versions of one class's center, newest first; empty when it has none.</summary>
    Task<IReadOnlyList<CenterVersion>> ListCenterVersionsAsync(string space, string name);

    /// <summary>The center in use of one class, or one version of it, and its rows.</summary>
    /// <exception cref="GridException">There is no such center.</exception>
    Task<CenterDetails> GetCenterAsync(string space, string name, int? version = null);

    /// <summary>Which descriptions entered and left between two versions of one class's center.</summary>
    /// <exception cref="GridException">One of the versions does not exist.</exception>
    Task<CenterDiff> DiffCentersAsync(string space, string name, int from, int to);

    /// <summary>Puts an earlier version of a class's center to use again.</summary>
    /// <exception cref="GridException">There is no such version.</exception>
    Task<CenterVersion> RollbackCenterAsync(string space, string name, int version);

    /// <summary>Publishes a new version.</summary>
    /// <exception cref="GridException">Somebody else published meanwhile, a class has no center, or the parts do not fit together.</exception>
    Task<SpaceVersionInfo> PublishAsync(string space, PublishRequest request);

    /// <summary>Makes the files of the version that a publication would give now, to look at what it would change; nothing is published, and no list names it.</summary>
    /// <exception cref="GridException">A class has no center, or the parts do not fit together.</exception>
    Task<SpaceVersionInfo> DraftAsync(string space, PublishRequest request);

    /// <summary>Points <c>latest</c>, and <c>stable</c> when asked, to an earlier version.</summary>
    /// <exception cref="GridException">There is no such version.</exception>
    Task<SpaceInfo> RollbackAsync(string space, int version, bool stable = false);

    /// <summary>Removes versions, centers and heads that nothing needs any more, and the files that nothing names then.</summary>
    /// <exception cref="GridException">There is no such space, or files cannot be removed.</exception>
    Task<SpacePruneReport> PruneAsync(string space, SpacePruneRequest request);

    /// <summary>The version behind <c>NAME@VERSION</c>, where the version is a number or an alias; <c>latest</c> without <c>@</c>.</summary>
    /// <exception cref="GridException">There is none.</exception>
    Task<SpaceVersionInfo> ResolveAsync(string reference);
}
