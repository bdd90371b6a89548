namespace UniBind.Grid.Cli;

/// <summary>An environment variable that stands for an option.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Several">True when it takes values separated by commas.</param>
internal sealed record OptionVariable(string Name, bool Several)
{
    /// <summary>True once the option was taken from it, and not from the command line.</summary>
    public bool IsTaken { get; set; }
}
