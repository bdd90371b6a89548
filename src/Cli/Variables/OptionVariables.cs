using System.CommandLine;
using System.Runtime.CompilerServices;

namespace UniBind.Grid.Cli;

/// <summary>
/// Which environment variable stands for which option: the one place where options get their environment. An option has at most one variable,
/// named <c>UNIBIND_</c> and the option's name; the command line goes before it.
/// </summary>
internal static class OptionVariables
{
    private const string Prefix = "UNIBIND_";
    private static readonly ConditionalWeakTable<Option, OptionVariable> Known = [];

    /// <summary>Lets the environment give the option, and says so in its help.</summary>
    /// <param name="option">The option; one that takes several values takes them separated by commas.</param>
    /// <param name="name">The variable where it is not named like the option.</param>
    public static T FromEnvironment<T>(this T option, string? name = null)
        where T : Option
    {
        var several = option.Arity.MaximumNumberOfValues > 1;
        var variable = new OptionVariable(name ?? Prefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant(), several);
        Known.Add(option, variable);
        option.Description = $"{option.Description} Also {variable.Name}{(several ? ", separated by commas" : "")}.";
        return option;
    }

    /// <summary>The variable of an option; null where it has none.</summary>
    public static OptionVariable? Of(Option option) => Known.TryGetValue(option, out var variable) ? variable : null;
}
