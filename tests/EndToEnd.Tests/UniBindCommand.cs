using System.Diagnostics;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Starts the built <c>unibind</c> as a process of its own.</summary>
internal static class UniBindCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>Runs a command to its end, with a data directory of its own unless one is given.</summary>
    public static Task<Result> RunAsync(string home, params string[] arguments) => RunAsync(home, null, arguments);

    public static async Task<Result> RunAsync(string home, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(home, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"unibind {string.Join(' ', arguments)} did not end: {await output} {await errors}");
        }
        return new Result(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a command; the caller reads its output and ends it.</summary>
    public static Process Start(string home, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "unibind.dll"));
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        info.Environment["UNIBIND_HOME"] = home;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        return Process.Start(info)!;
    }
}
