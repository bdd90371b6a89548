using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind doctor</c>: whether this machine can run a grid, with what to do about what it lacks.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var storage = new Option<string[]>("--storage") { Description = "A folder in object storage (az://, s3://) to reach; may be repeated.", HelpName = "URL" };
        var port = new Option<int>("--http-port") { Description = "The port that HTTP would take.", HelpName = "PORT", DefaultValueFactory = _ => 8080 }.Within(1, ushort.MaxValue).FromEnvironment();
        var keys = KeysFiles.Option();
        var json = Json.Option();
        var command = new Command("doctor", """
            Look at everything that a grid needs on this machine: devices, packs, folders, storage, clocks, ports, keys, versions. Each device and encoder is really
            opened. The exit code is 0 when nothing is bad; each line that is not good says what to do.

            Examples:
              unibind doctor
              unibind doctor --pack ./my-pack --provider cuda
              unibind doctor --cluster redis://127.0.0.1:6379 --storage az://corpora/birds --json
            """) { storage, port, keys, json };
        var grid = GridOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed);
            var file = KeysFiles.Find(parsed.GetValue(keys), settings.Data).File;
            var findings = await LookAsync(settings, parsed.GetValue(storage) ?? [], parsed.GetValue(port), file, cancellationToken);
            if (parsed.GetValue(json))
                Json.Print(new { Healthy = findings.All(f => f.State != FindingState.Bad), Findings = findings });
            else
                Print(findings, Console.Out);
            return findings.Any(f => f.State == FindingState.Bad) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(GridSettings settings, string[] storage, int port, string keys, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>(VersionChecks.Look());
        await foreach (var finding in EncoderChecks.LookAsync(settings))
            findings.Add(finding);
        findings.Add(PlaceChecks.Folder("directory", settings.Data));
        if (settings.Spaces is { } spaces)
            findings.Add(PlaceChecks.Folder("spaces", spaces));
        if (settings.Cluster is { Cluster.IsAzure: true } account)
            findings.Add(Finding.Note("storage", "azure", $"{account.Cluster}, not asked", "Reach the account with --storage az://CONTAINER; the silos say at their start whether it lets them in."));
        else if (settings.Cluster is { } cluster)
            await foreach (var finding in ClockChecks.RedisAsync(cluster.Cluster))
                findings.Add(finding);
        foreach (var address in storage)
            findings.Add(await PlaceChecks.StorageAsync(address, cancellationToken));
        findings.Add(await ClockChecks.LocalAsync(cancellationToken));
        findings.Add(PlaceChecks.Port(port));
        findings.Add(PlaceChecks.Keys(keys));
        return findings;
    }

    private static void Print(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var f in findings)
        {
            var mark = f.State switch { FindingState.Good => "ok  ", FindingState.Note => "note", _ => "BAD " };
            output.WriteLine($"{mark}  {f.Area,-9} {f.Name,-13} {f.Text}");
            if (f.Advice is { } advice)
                output.WriteLine($"                          -> {advice}");
        }
        var bad = findings.Count(f => f.State == FindingState.Bad);
        output.WriteLine(bad == 0 ? "Nothing is in the way of a grid on this machine." : $"{bad} of {findings.Count} are bad; the lines with -> say what to do.");
    }
}
