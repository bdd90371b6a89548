using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind completion SHELL</c>: prints a script that makes the shell complete commands and options.</summary>
internal static class CompletionCommand
{
    // The position that is asked about is one of the line without the command's own name, which is cut off with the blank behind it.
    private const string Bash = """
        _unibind() {
            local line="${COMP_LINE:0:COMP_POINT}" found
            local rest="${line#* }"
            local IFS=$'\n'
            found=$("${COMP_WORDS[0]}" "[suggest:${#rest}]" "${rest}" 2>/dev/null)
            COMPREPLY=($(compgen -W "${found}" -- "${COMP_WORDS[COMP_CWORD]}"))
            [[ ${COMP_WORDS[COMP_CWORD]} == -* ]] || COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o filenames -F _unibind unibind ./unibind
        """;

    private const string Zsh = """
        _unibind() {
            local rest="${${BUFFER[1,CURSOR]}#* }"
            local -a found
            found=("${(@f)$(${words[1]} "[suggest:${#rest}]" "${rest}" 2>/dev/null)}")
            compadd -- $found
            _files
        }
        compdef _unibind unibind ./unibind
        """;

    private const string Fish = """
        function __unibind_suggest
            set -l rest (commandline -cp | string replace -r '^\S+\s?' '')
            unibind "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null
        end
        complete -c unibind -a '(__unibind_suggest)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName unibind -ScriptBlock {
            param($word, $ast, $cursor)
            $line = $ast.ToString().PadRight($cursor).Substring(0, $cursor)
            $rest = $line -replace '^\S+\s?', ''
            unibind "[suggest:$($rest.Length)]" $rest | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
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
