namespace UniBind.Grid.Cli;

/// <summary>What <c>unibind doctor</c> found of one thing.</summary>
/// <param name="Area">What it belongs to: versions, devices, packs, data, storage, clock, ports or keys.</param>
/// <param name="Name">The thing.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What it is, in a few words or a sentence.</param>
/// <param name="Advice">What to do about it; null when nothing is to be done.</param>
internal sealed record Finding(string Area, string Name, FindingState State, string Text, string? Advice = null)
{
    public static Finding Good(string area, string name, string text) => new(area, name, FindingState.Good, text);

    public static Finding Note(string area, string name, string text, string advice) => new(area, name, FindingState.Note, text, advice);

    public static Finding Bad(string area, string name, string text, string advice) => new(area, name, FindingState.Bad, text, advice);
}
