using System.CommandLine;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind keys rotate</c>.</summary>
internal static class KeysRotateCommand
{
    public static Command Build()
    {
        var id = new Argument<string>("ID") { Description = "The key's public part, as 'keys list' shows it." };
        var grace = KeyTimes.Option("--grace", "For how long the old secret stays good, as 1h; not at all by default.");
        var json = Json.Option();
        var command = new Command("rotate", """
            Give a key a new secret. Its id, name, scopes and limits stay.

            Examples:
              unibind keys rotate 5c0f2a9b7d11 --grace 1h
            """) { id, grace, json };
        var file = KeysFiles.AddTo(command);
        command.SetAction(parsed =>
        {
            var keys = file(parsed);
            var (key, text) = ApiKeys.Rotate(keys, parsed.GetRequiredValue(id), parsed.GetValue(grace) ?? TimeSpan.Zero, DateTimeOffset.UtcNow);
            KeyPrinter.PrintNew(key, text, keys.Path, parsed.GetValue(json));
            KeyPrinter.PrintWarning(keys);
            return ExitCode.Done;
        });
        return command;
    }
}
