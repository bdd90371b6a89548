namespace UniBind.Grid.Bench.Chaos;

/// <summary>Where a job is, as its folder shows.</summary>
internal enum Phase
{
    /// <summary>The folder is claimed, and no page of the listing is there.</summary>
    Listing,

    /// <summary>A page is listed, and none is planned.</summary>
    Planning,

    /// <summary>A page is planned.</summary>
    Running,

    /// <summary>An attempt is being written.</summary>
    Committing,

    /// <summary>The last part is there.</summary>
    Finishing,
}
