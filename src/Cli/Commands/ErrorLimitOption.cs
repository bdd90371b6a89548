using System.CommandLine;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary>The option <c>--max-errors</c>: a share of the items, as a percentage or as a fraction.</summary>
internal static class ErrorLimitOption
{
    /// <summary>A new option.</summary>
    public static Option<double?> Create() => new("--max-errors")
    {
        Description = "Fail the job early when more than this share of its items fails: 0.2% or 0.002. By default it goes on, and lists them in errors.jsonl.",
        HelpName = "SHARE",
        CustomParser = result =>
        {
            if (TryParse(result.Tokens[0].Value, out var fraction))
                return fraction;
            result.AddError($"--max-errors takes a share from 0 to 100 %, such as 0.2% or 0.002, and not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>Reads <c>0.2%</c> or <c>0.002</c>.</summary>
    public static bool TryParse(string text, out double fraction)
    {
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1].TrimEnd() : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction))
            return false;
        fraction /= percent ? 100 : 1;
        return fraction is >= 0 and <= 1;
    }
}
