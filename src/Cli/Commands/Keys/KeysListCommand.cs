using System.CommandLine;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind keys list</c>.</summary>
internal static class KeysListCommand
{
    public static Command Build()
    {
        var json = Json.Option();
        var command = new Command("list", """
            List the API keys: what each allows, and its state. No secret is stored, so none is shown.

            Examples:
              unibind keys list
              unibind keys list --json
            """) { json };
        var file = KeysFiles.AddTo(command);
        command.SetAction(parsed =>
        {
            var keys = file(parsed);
            var now = DateTimeOffset.UtcNow;
            var all = keys.Read();
            if (parsed.GetValue(json))
                Json.Print(all.Select(k => new { k.Id, k.Name, k.Scopes, State = KeyPrinter.StateOf(k, now), k.Created, k.Expires, k.Revoked, k.RequestsPerMinute, k.Concurrency }));
            else if (all.Count == 0)
                Console.Out.WriteLine($"There are no API keys in {keys.Path}; 'unibind keys create' makes one.");
            else
                foreach (var key in all)
                    Console.Out.WriteLine($"{key.Id}  {KeyPrinter.StateOf(key, now),-8}  {string.Join(",", key.Scopes),-16}  {Date(key.Created)}  {(key.Expires is { } end ? Date(end) : "-"),-10}  {key.Name}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
