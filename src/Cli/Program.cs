using System.CommandLine;
using UniBind.Grid.Cli;

var parsed = CommandLine.Parse(CommandTree.Build(), args, Environment.GetEnvironmentVariable);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine("unibind: " + error.Message);
    if (CommandLine.ExplainVariables(parsed) is { } variables)
        Console.Error.WriteLine("unibind: " + variables);
    Console.Error.WriteLine($"Run '{CommandTree.PathOf(parsed.CommandResult)} --help' to see what it takes.");
    return ExitCode.Usage;
}

using var signals = new StopSignals();
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await parsed.InvokeAsync(configuration, signals.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("unibind: stopped.");
    return ExitCode.Failed;
}
catch (Exception e) when (UserErrors.Explain(e) is { } sentence)
{
    Console.Error.WriteLine("unibind: " + sentence);
    return ExitCode.Failed;
}
