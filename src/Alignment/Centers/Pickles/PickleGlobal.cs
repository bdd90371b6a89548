namespace UniBind.Grid.Alignment;

/// <summary>The name of a member of a Python module. It is compared with the few that are known; nothing is ever looked up or called.</summary>
internal sealed record PickleGlobal(string Name);
