using System.CommandLine;
using System.Globalization;

namespace UniBind.Grid.Cli;

/// <summary>Spans of time as people write them: <c>90d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>.</summary>
internal static class KeyTimes
{
    private const double MostDays = 36_500;

    /// <summary>An option that takes one.</summary>
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Parse(text) is { } time)
                return time;
            result.AddError($"{name} takes a time as 90d, 12h, 30m or 45s, and not '{text}'.");
            return null;
        },
    };

    /// <summary>Reads a span; null where the text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return null;
        double? days = text[^1] switch
        {
            'd' => number,
            'h' => number / 24.0,
            'm' => number / 1440.0,
            's' => number / 86_400.0,
            _ => null,
        };
        return days <= MostDays ? TimeSpan.FromDays(days.Value) : null;
    }
}
