namespace UniBind.Grid.Grains;

/// <summary>What the silo is called and drives.</summary>
/// <param name="Name">The silo's name for people.</param>
/// <param name="Device">The label <c>device</c>: cpu or cuda.</param>
public sealed record SiloIdentity(string Name, string Device);
