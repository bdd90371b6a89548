using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Reads the way to score that a request names.</summary>
internal static class ScoreRules
{
    /// <summary>The rule that a trial's space will score by, so that a head is trained and measured as it will be used.</summary>
    public static ScoreRule Of(AlignTrial trial) => Parse(trial.Run.Options.Score);

    /// <summary>The rule of a text like <c>topmean:3</c>.</summary>
    /// <exception cref="GridException">There is no such rule, or its number is out of range.</exception>
    public static ScoreRule Parse(string text)
    {
        try
        {
            return ScoreRule.Parse(text);
        }
        catch (AlignmentException e)
        {
            throw new GridException(e.Message);
        }
    }
}
