using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>Trains the heads of one modality of one space, and keeps the one in use. The key is <see cref="SpaceKey.ForModality"/>.</summary>
[Alias("unibind.IAlignmentGrain")]
public interface IAlignmentGrain : IGrainWithStringKey
{
    /// <summary>The head in use, or null when none was trained; the next published version of the space will hold it.</summary>
    [Alias("GetHead"), ReadOnly]
    Task<HeadInfo?> GetHeadAsync();
}
