namespace UniBind.Grid.Silo;

/// <summary>
/// Ends a silo process that the cluster took for dead, or that cannot go on: with a sentence and an exit code, where Orleans' own handler
/// ends it like a crash. Whoever runs the process starts it again, and it joins as a new silo.
/// </summary>
internal sealed class FatalErrors : IFatalErrorHandler
{
    /// <summary>EX_TEMPFAIL of sysexits.h: try again.</summary>
    private const int TryAgain = 75;

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => exception is not ThreadInterruptedException;

    /// <inheritdoc/>
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine($"unibind: the silo ends, for the cluster took it for dead or it cannot go on; start it again. {context} {exception?.Message}".TrimEnd());
        // Nothing that runs at a normal exit may hold up the end: others have taken over the work.
        Environment.ExitCode = TryAgain;
        Console.Error.Flush();
        Environment.Exit(TryAgain);
    }
}
