using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>The option <c>--score</c>: how class scores are made.</summary>
internal static class ScoreOption
{
    public static Option<string> Create(string description)
    {
        var option = new Option<string>("--score") { Description = description + ": max, mean, lse or lse:BETA, topmean or topmean:ROWS.", HelpName = "RULE", DefaultValueFactory = _ => PublishRequest.DefaultScore };
        option.Validators.Add(result =>
        {
            try
            {
                if (result.Tokens is [var token, ..])
                    ScoreRule.Parse(token.Value);
            }
            catch (AlignmentException e)
            {
                result.AddError(e.Message);
            }
        });
        return option;
    }
}
