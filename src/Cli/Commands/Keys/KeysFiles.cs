using System.CommandLine;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>Where the file of API keys is.</summary>
internal static class KeysFiles
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "keys.json";

    /// <summary>The file that is named, else the one of the data directory.</summary>
    public static (string File, bool IsNamed) Find(string? named, string data) =>
        string.IsNullOrWhiteSpace(named) ? (Path.Combine(data, Name), false) : (Path.GetFullPath(named), true);

    /// <summary>The option that names the file, of every command that has to do with it.</summary>
    public static Option<string?> Option() =>
        new Option<string?>("--keys") { Description = $"The file of API keys (see 'unibind keys'); {Name} in the data directory by default.", HelpName = "FILE" }.FromEnvironment();

    /// <summary>The options of the commands that work on the file, and how to read them.</summary>
    public static Func<ParseResult, ApiKeyFile> AddTo(Command command)
    {
        var keys = Option();
        var data = new Option<string>("--data") { Description = "The grid's data directory.", HelpName = "DIR", DefaultValueFactory = _ => DataDirectory.DefaultPath };
        command.Add(keys);
        command.Add(data.FromEnvironment(DataDirectory.Variable));
        return parsed => new ApiKeyFile(Find(parsed.GetValue(keys), Path.GetFullPath(parsed.GetRequiredValue(data))).File);
    }
}
