namespace UniBind.Grid.Media;

/// <summary>What one run of a child process may take.</summary>
/// <param name="Time">From start to exit.</param>
/// <param name="Memory">Address space in bytes, or the working set where the address space cannot be limited.</param>
/// <param name="Output">Bytes on its standard output.</param>
internal readonly record struct ToolLimits(TimeSpan Time, long Memory, long Output);
