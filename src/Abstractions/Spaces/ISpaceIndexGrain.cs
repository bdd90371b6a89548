using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>The names of the grid's spaces; one grain, key <see cref="Key"/>.</summary>
[Alias("unibind.ISpaceIndexGrain")]
public interface ISpaceIndexGrain : IGrainWithStringKey
{
    /// <summary>The key of the one index.</summary>
    const string Key = "spaces";

    /// <summary>Records a space.</summary>
    [Alias("Record")]
    Task RecordAsync(string space);

    /// <summary>The names, sorted.</summary>
    [Alias("List"), ReadOnly]
    Task<string[]> ListAsync();
}
