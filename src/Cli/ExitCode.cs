namespace UniBind.Grid.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; standard error has one sentence.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some items are dead letters.</summary>
    public const int DeadLetters = 3;

    /// <summary>Done, but a condition of <c>--fail-if</c> holds.</summary>
    public const int Gate = 4;
}
