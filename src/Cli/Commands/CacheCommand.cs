using System.CommandLine;
using UniBind.Grid.Corpora;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind cache</c>: what the embedding cache of a data directory holds, and its end.</summary>
internal static class CacheCommand
{
    public static Command Build() => new("cache", "The embeddings that are kept for later jobs.") { BuildShow(), BuildClear() };

    private static Command BuildShow()
    {
        var data = Data();
        var json = Json.Option();
        var command = new Command("show", """
            Show what the embedding cache holds and how often it was of use.

            Examples:
              unibind cache show
              unibind cache show --json
            """) { data, json };
        command.SetAction(parsed =>
        {
            var summary = Guard(() => SegmentCache.Describe(Folder(parsed, data)));
            if (parsed.GetValue(json))
            {
                Json.Print(summary);
                return ExitCode.Done;
            }
            Console.Out.WriteLine($"  folder   {summary.Folder}");
            Console.Out.WriteLine($"  size     {ProgressText.Bytes(summary.Bytes)}");
            Console.Out.WriteLine(FormattableString.Invariant($"  entries  {summary.Entries:N0}"));
            Console.Out.WriteLine(FormattableString.Invariant($"  hits     {summary.Hits:N0} of {summary.Hits + summary.Misses:N0} look-ups ({summary.HitRate:P1})"));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command BuildClear()
    {
        var data = Data();
        var command = new Command("clear", """
            Empty the embedding cache. Outputs do not need it.

            Examples:
              unibind cache clear
            """) { data };
        command.SetAction(parsed =>
        {
            var folder = Folder(parsed, data);
            if (!Guard(() => SegmentCache.TryClear(folder)))
                throw new GridException($"The cache in '{folder}' belongs to a running grid; stop that first, or choose another data directory with --data.");
            Console.Out.WriteLine("The cache is empty.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> Data() => new("--data")
    {
        Description = "The grid's data directory. Also UNIBIND_HOME.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataDirectory.DefaultPath,
    };

    private static string Folder(ParseResult parsed, Option<string> data) => DataDirectory.CacheFolderOf(Path.GetFullPath(parsed.GetRequiredValue(data)));

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GridException($"The cache cannot be used: {e.Message}", e);
        }
    }
}
