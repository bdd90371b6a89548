using System.CommandLine;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind keys revoke</c>.</summary>
internal static class KeysRevokeCommand
{
    public static Command Build()
    {
        var id = new Argument<string>("ID") { Description = "The key's public part, as 'keys list' shows it." };
        var command = new Command("revoke", """
            Take a key back for good; running servers refuse it within seconds.

            Examples:
              unibind keys revoke 5c0f2a9b7d11
            """) { id };
        var file = KeysFiles.AddTo(command);
        command.SetAction(parsed =>
        {
            var keys = file(parsed);
            var key = ApiKeys.Revoke(keys, parsed.GetRequiredValue(id), DateTimeOffset.UtcNow);
            Console.Out.WriteLine($"The key '{key.Name}' ({key.Id}) is revoked.");
            KeyPrinter.PrintWarning(keys);
            return ExitCode.Done;
        });
        return command;
    }
}
