using System.CommandLine;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind keys create</c>.</summary>
internal static class KeysCreateCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "What people call the key." };
        var scopes = new Option<string[]>("--scope") { Description = $"What the key allows: {string.Join(", ", AccessScopes.All)}; may be repeated. admin implies the others.", HelpName = "SCOPE", Required = true }.AcceptOnlyFromAmong([.. AccessScopes.All]);
        var expires = KeyTimes.Option("--expires", "After how long the key is refused, as 90d, 12h or 30m; never by default.");
        var rpm = new Option<int?>("--rpm") { Description = "Requests a minute; the server's own limit by default.", HelpName = "N" }.Within(1, 10_000_000);
        var concurrency = new Option<int?>("--concurrency") { Description = "Requests at a time; the server's own limit by default.", HelpName = "N" }.Within(1, 100_000);
        var json = Json.Option();
        var command = new Command("create", """
            Make an API key. It is printed once and stored nowhere.

            Examples:
              unibind keys create website --scope embed --rpm 600
              unibind keys create pipeline --scope embed --scope jobs --expires 90d
            """) { name, scopes, expires, rpm, concurrency, json };
        var file = KeysFiles.AddTo(command);
        command.SetAction(parsed =>
        {
            var now = DateTimeOffset.UtcNow;
            var keys = file(parsed);
            var (key, text) = ApiKeys.Create(keys, new ApiKey
            {
                Id = "",
                Sha256 = "",
                Name = parsed.GetRequiredValue(name),
                Scopes = [.. AccessScopes.All.Where(parsed.GetRequiredValue(scopes).Contains)],
                Created = now,
                Expires = now + parsed.GetValue(expires),
                RequestsPerMinute = parsed.GetValue(rpm),
                Concurrency = parsed.GetValue(concurrency),
            });
            KeyPrinter.PrintNew(key, text, keys.Path, parsed.GetValue(json));
            KeyPrinter.PrintWarning(keys);
            return ExitCode.Done;
        });
        return command;
    }
}
