namespace UniBind.Grid.Grains;

/// <summary>What stays of a space, and what that removes.</summary>
/// <param name="Versions">The published versions that stay, newest first.</param>
/// <param name="Report">What goes, but for the files, which are counted last.</param>
internal sealed record SpacePrunePlan(SpaceVersionInfo[] Versions, SpacePruneReport Report);
