using System.CommandLine;
using UniBind.Grid.Cli;

var parsed = CommandTree.Build().Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine("unibind: " + error.Message);
    Console.Error.WriteLine($"Run '{CommandTree.PathOf(parsed.CommandResult)} --help' to see what it takes.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
