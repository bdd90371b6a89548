namespace UniBind.Grid.Client;

/// <summary>The words for a job's states.</summary>
internal static class WireStates
{
    /// <summary>The state of a word; <see cref="JobState.Unknown"/> for one that this version does not know.</summary>
    public static JobState Parse(string word) => Enum.TryParse<JobState>(word, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : JobState.Unknown;
}
