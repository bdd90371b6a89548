using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind completion SHELL</c>: prints a script that makes the shell complete commands and options.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _unibind() {
            local line="${COMP_LINE}" point="${COMP_POINT}"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(unibind "[suggest:${point}]" "${line#* }" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _unibind unibind
        """;

    private const string Zsh = """
        _unibind() {
            local -a found
            found=("${(@f)$(unibind "[suggest:${CURSOR}]" "${BUFFER#* }" 2>/dev/null)}")
            compadd -- $found
            _files
        }
        compdef _unibind unibind
        """;

    private const string Fish = """
        complete -c unibind -a '(unibind "[suggest:"(commandline -C)"]" (commandline -cp | string replace -r "^\S+\s?" "") 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName unibind -ScriptBlock {
            param($word, $ast, $cursor)
            $line = $ast.ToString() -replace '^\S+\s?', ''
            unibind "[suggest:$cursor]" $line | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Build()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", """
            Print a completion script for a shell.

            Example:
              source <(unibind completion bash)
            """) { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return ExitCode.Done;
        });
        return command;
    }
}
