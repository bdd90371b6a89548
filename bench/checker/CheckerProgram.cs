using System.Text.Json;

namespace UniBind.Grid.Bench.Checker;

/// <summary>The command line of the checker.</summary>
internal static class CheckerProgram
{
    private const int AllIsWell = 0;
    private const int SomethingIsWrong = 1;
    private const int BadUsage = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Checks and prints.</summary>
    /// <returns>0 when all is well, 1 when anything is wrong, 2 when the command line or the inputs are.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (Parse(args) is not { } options)
        {
            await errors.WriteLineAsync("usage: checker --listing FILE --output DIR --reference DIR").ConfigureAwait(false);
            return BadUsage;
        }
        if (new[] { options.Listing, options.Output, options.Reference }.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
        {
            await errors.WriteLineAsync($"checker: there is no '{missing}'.").ConfigureAwait(false);
            return BadUsage;
        }
        var verdict = await OutputCheck.RunAsync(options).ConfigureAwait(false);
        await output.WriteLineAsync(JsonSerializer.Serialize(verdict, Json)).ConfigureAwait(false);
        await output.WriteLineAsync(verdict.Sentence()).ConfigureAwait(false);
        return verdict.Ok ? AllIsWell : SomethingIsWrong;
    }

    private static CheckOptions? Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        return Value("--listing") is { } listing && Value("--output") is { } output && Value("--reference") is { } reference
            ? new CheckOptions(listing, output, reference)
            : null;
    }
}
