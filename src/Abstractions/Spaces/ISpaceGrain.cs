using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>Owns a space: its list of classes, and its published, immutable versions. The key is the space's name.</summary>
[Alias("unibind.ISpaceGrain")]
public interface ISpaceGrain : IGrainWithStringKey
{
    /// <summary>Adds classes to the list; those that are there already stay.</summary>
    [Alias("AddClasses")]
    Task AddClassesAsync(string[] classes);

    /// <summary>Notes that there are captions of items without a class; where they are says <see cref="SpaceKey.AllCaptions"/>.</summary>
    [Alias("AddCaptions")]
    Task AddCaptionsAsync();

    /// <summary>Records the centers of a Python pickle as the newest versions of its classes' centers, with the selection <c>import</c>; classes that are new are added.</summary>
    /// <exception cref="GridException">The file cannot be read or holds no centers, or no silo has the pack.</exception>
    [Alias("ImportCenters"), ResponseTimeout("00:30:00")]
    Task<CenterBuildProgress> ImportCentersAsync(CenterImport import, CancellationToken cancellationToken = default);

    /// <summary>The space as it is now.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SpaceInfo> GetAsync();

    /// <summary>Builds the centers of its classes on the encoder silos and records them with the class grains. What is built already is kept; so a build that broke off goes on.</summary>
    /// <exception cref="GridException">A class has no approved description, no silo has the pack, or the pack has no text encoder.</exception>
    [Alias("BuildCenters"), AlwaysInterleave]
    IAsyncEnumerable<CenterBuildProgress> BuildCentersAsync(CenterBuildRequest request, CancellationToken cancellationToken = default);

    /// <summary>Compiles the centers and heads in use into a new immutable version.</summary>
    /// <exception cref="GridException">Another version was published meanwhile, a class has no center, or centers and heads do not fit together.</exception>
    [Alias("Publish"), ResponseTimeout("00:10:00")]
    Task<SpaceVersionInfo> PublishAsync(PublishRequest request);

    /// <summary>Compiles the centers and heads in use as <see cref="PublishAsync"/> would do it now, and publishes nothing: only the caller knows the manifest.</summary>
    /// <param name="request">How; its parent and alias do not matter.</param>
    /// <exception cref="GridException">A class has no center, or centers and heads do not fit together.</exception>
    [Alias("Draft"), ResponseTimeout("00:10:00")]
    Task<SpaceVersionInfo> DraftAsync(PublishRequest request);

    /// <summary>The version behind a number or an alias.</summary>
    /// <exception cref="GridException">There is none.</exception>
    [Alias("Resolve"), AlwaysInterleave]
    Task<SpaceVersionInfo> ResolveAsync(string version);

    /// <summary>Points the alias <c>latest</c>, and <c>stable</c> when asked, to an earlier version; versions themselves stay.</summary>
    /// <exception cref="GridException">There is no such version.</exception>
    [Alias("Rollback")]
    Task<SpaceInfo> RollbackAsync(int version, bool stable);

    /// <summary>Removes versions, centers and heads that nothing needs any more, and then the files of all spaces that nothing names.</summary>
    /// <exception cref="GridException">There is no such space, or files cannot be removed.</exception>
    [Alias("Prune"), ResponseTimeout("00:30:00")]
    Task<SpacePruneReport> PruneAsync(SpacePruneRequest request);
}
