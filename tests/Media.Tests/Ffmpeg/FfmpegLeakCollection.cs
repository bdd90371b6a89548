namespace UniBind.Grid.Media.Tests;

/// <summary>Runs alone.</summary>
[CollectionDefinition(FfmpegLeakTests.Name, DisableParallelization = true)]
public sealed class FfmpegLeakCollection;
