using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace UniBind.Grid.Cli;

/// <summary>Options that take a whole number; anything else is a usage error of one sentence.</summary>
internal static class NumberOptions
{
    /// <summary>Accepts only numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        option.CustomParser = result => Read(result, option.Name, least, most) ?? default;
        return option;
    }

    /// <summary>The same for an option that has no value unless it is given.</summary>
    public static Option<T?> Within<T>(this Option<T?> option, T least, T most) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        option.CustomParser = result => Read(result, option.Name, least, most);
        return option;
    }

    private static T? Read<T>(ArgumentResult result, string name, T least, T most) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        var range = most == T.MaxValue ? $"from {least}" : $"from {least} to {most}";
        result.AddError($"{name} takes a whole number {range}, and not '{text}'.");
        return null;
    }
}
