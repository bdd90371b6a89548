using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind keys</c>: the API keys of a server. It works on the file of keys; a running server follows it.</summary>
internal static class KeysCommand
{
    public static Command Build() => new("keys", """
        Make, list, replace and take back the API keys of 'unibind serve'. A key is shown once, when it is made: the file has only its hash. A running server
        takes changes over within seconds.
        """)
    {
        KeysCreateCommand.Build(),
        KeysListCommand.Build(),
        KeysRotateCommand.Build(),
        KeysRevokeCommand.Build(),
    };
}
