namespace UniBind.Grid.Cli;

/// <summary>What the user calls this program, for hints that can be pasted.</summary>
internal static class CommandName
{
    /// <summary>The wrapper's own name as it was typed (<c>UNIBIND_COMMAND</c>), else <c>unibind</c>.</summary>
    public static string Value { get; } = Environment.GetEnvironmentVariable("UNIBIND_COMMAND") is { Length: > 0 } name ? name : "unibind";
}
