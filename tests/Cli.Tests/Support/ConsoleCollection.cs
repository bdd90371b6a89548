namespace UniBind.Grid.Cli.Tests;

/// <summary>Tests that redirect the console of the process, one at a time and beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "console";
}
