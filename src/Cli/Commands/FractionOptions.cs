using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary>Options that take a number with a fraction, or several with commas between them; anything else is a usage error of one sentence.</summary>
internal static class FractionOptions
{
    /// <summary>Accepts only numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<double> Within(this Option<double> option, double least, double most)
    {
        option.CustomParser = result => Read(result, result.Tokens[0].Value, option.Name, least, most) ?? 0;
        return option;
    }

    /// <summary>Accepts a list of such numbers.</summary>
    public static Option<double[]> EachWithin(this Option<double[]> option, double least, double most)
    {
        option.AllowMultipleArgumentsPerToken = false;
        option.CustomParser = result =>
        {
            var numbers = new List<double>();
            foreach (var text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (Read(result, text, option.Name, least, most) is not { } number)
                    return [];
                numbers.Add(number);
            }
            return [.. numbers];
        };
        return option;
    }

    private static double? Read(ArgumentResult result, string text, string name, double least, double most)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, and not '{text}'."));
        return null;
    }
}
