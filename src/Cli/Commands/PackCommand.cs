using System.CommandLine;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind pack</c>: looks at encoder packs, and makes them.</summary>
internal static class PackCommand
{
    public static Command Build() => new("pack", "List, show, check and make encoder packs.")
    {
        List(),
        Show(),
        Verify(),
        PackNewCommand.Build(),
    };

    private static Command List()
    {
        var folder = new Argument<string?>("folder") { Description = "A folder of packs; the bundled ones by default.", DefaultValueFactory = _ => null };
        var json = Json.Option();
        var command = new Command("list", """
            List the packs of a folder.

            Example:
              unibind pack list
            """) { folder, json };
        command.SetAction(parsed =>
        {
            var root = parsed.GetValue(folder) is { } named ? Path.GetFullPath(named) : Path.GetDirectoryName(ClassicPack.Folder)!;
            var (packs, faults) = Load(root);
            if (parsed.GetValue(json))
                Json.Print(packs);
            else if (packs.Count + faults.Count == 0)
                Console.Out.WriteLine($"There are no packs in '{root}'; 'unibind pack new' makes one.");
            foreach (var pack in parsed.GetValue(json) ? [] : packs)
                Console.Out.WriteLine($"{pack.Name} {pack.Version}  {string.Join(", ", pack.Encoders.Select(e => e.Modality))}  {pack.Licence}  {pack.Folder}");
            foreach (var fault in faults)
                Console.Error.WriteLine("unibind: " + fault);
            return faults.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The packs of a folder, and what is wrong with those that do not load: one faulty pack hides no other.</summary>
    private static (IReadOnlyList<PackSummary> Packs, IReadOnlyList<string> Faults) Load(string root)
    {
        var (packs, faults) = (new List<PackSummary>(), new List<string>());
        var folders = Directory.EnumerateDirectories(root).Where(f => File.Exists(Path.Combine(f, EncoderPack.ManifestName)));
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            try
            {
                packs.Add(PackSummary.Of(EncoderPack.Load(folder)));
            }
            catch (PackException e)
            {
                faults.Add(e.Message);
            }
        }
        return (packs, faults);
    }

    private static Command Show()
    {
        var pack = Pack();
        var json = Json.Option();
        var command = new Command("show", """
            Show a pack: encoders, dimensions, preprocessing, licences, hashes. Checks every file's hash on the way.

            Example:
              unibind pack show classic
            """) { pack, json };
        command.SetAction(parsed =>
        {
            var summary = PackSummary.Of(EncoderPack.Load(PackFolders.Find(parsed.GetRequiredValue(pack))));
            if (parsed.GetValue(json))
                Json.Print(summary);
            else
                summary.Print(Console.Out);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Verify()
    {
        var pack = Pack();
        var json = Json.Option();
        var command = new Command("verify", """
            Check a pack in operation: hashes, sessions, a finite vector from each encoder, and that batches do not change vectors.

            Example:
              unibind pack verify ./my-pack
            """) { pack, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await PackVerifier.VerifyAsync(PackFolders.Find(parsed.GetRequiredValue(pack)), cancellationToken: cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(report.Encoders);
            else
                PackReports.Print(report.Encoders, Console.Out);
            return report.Passed ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Argument<string> Pack() => new("pack") { Description = "'classic', or the folder of a pack." };
}
