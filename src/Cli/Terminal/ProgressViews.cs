using Spectre.Console;

namespace UniBind.Grid.Cli;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressViews
{
    /// <summary>Below this width a table wraps its cells, and lines read better.</summary>
    private const int LeastWidth = 70;

    /// <summary>A live table on a terminal, plain lines elsewhere. With <c>--json</c> progress goes to standard error, so that standard output is one document.</summary>
    public static IProgressView Create(bool json)
    {
        if (json)
            return new PlainProgressView(Console.Error);
        return Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" || AnsiConsole.Console.Profile.Width < LeastWidth
            ? new PlainProgressView(Console.Out)
            : new LiveProgressView(AnsiConsole.Console);
    }
}
