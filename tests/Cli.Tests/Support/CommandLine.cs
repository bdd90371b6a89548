namespace UniBind.Grid.Cli.Tests;

/// <summary>Runs the whole program inside the test process, as <c>unibind ARGUMENTS</c> would.</summary>
/// <remarks>Redirects the console of the process: only for tests of the collection <see cref="ConsoleCollection"/>.</remarks>
internal static class CommandLine
{
    public sealed record Result(int ExitCode, string Output, string Errors);

    public static Result Run(params string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var code = (int)typeof(CommandTree).Assembly.EntryPoint!.Invoke(null, [arguments])!;
            return new Result(code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
