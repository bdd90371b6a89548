namespace UniBind.Grid.Grains;

/// <summary>Another activation of the job's coordinator, or a later run in its folder, has taken the job over. Never leaves the grain.</summary>
internal sealed class StaleRunException(string message, Exception? inner = null) : Exception(message, inner);
