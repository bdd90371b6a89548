using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary>The option <c>--priority</c>.</summary>
internal static class PriorityOption
{
    /// <summary>A new option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--priority") { Description = "How much of the encoders the job gets beside other jobs: each step is four times the one before.", DefaultValueFactory = _ => "normal" };
        option.AcceptOnlyFromAmong("low", "normal", "high");
        return option;
    }

    /// <summary>Its value.</summary>
    public static JobPriority Read(ParseResult parsed, Option<string> option) => parsed.GetRequiredValue(option) switch
    {
        "low" => JobPriority.Low,
        "high" => JobPriority.High,
        _ => JobPriority.Normal,
    };
}
