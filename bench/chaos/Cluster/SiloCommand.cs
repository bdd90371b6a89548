namespace UniBind.Grid.Bench.Chaos;

/// <summary>How one silo is started, and started again.</summary>
/// <param name="Name">Its name in logs.</param>
/// <param name="IsEncoder">False for a coordinator.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Variables to add.</param>
internal sealed record SiloCommand(string Name, bool IsEncoder, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);
