using UniBind.Grid.Client;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Descriptions and spaces for tests.</summary>
internal static class Knowledge
{
    private static readonly string[] Words = ["round", "long", "bright", "quiet", "heavy", "soft", "sharp", "warm", "cold", "slow", "quick", "broad"];

    /// <summary>A name that no other test uses.</summary>
    public static string NewSpace() => "s-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>So many approved descriptions of each class, all different.</summary>
    public static Description[] Of(IEnumerable<string> classes, int perClass = 4, DescriptionState state = DescriptionState.Approved) =>
        [.. classes.SelectMany(c => Enumerable.Range(0, perClass).Select(i => new Description
        {
            Class = c,
            Text = $"a {Words[i % Words.Length]} and {Words[(i * 5 + 3) % Words.Length]} thing called {c}, seen {i} times",
            Facet = "look",
            Llm = "a model",
            Prompt = new string('a', 64),
            State = state,
        }))];

    /// <summary>Imports descriptions of some classes and builds their centers.</summary>
    public static async Task<string> BuiltSpaceAsync(IGridClient client, int perClass = 4, params string[] classes)
    {
        var space = NewSpace();
        await client.Spaces.ImportAsync(space, Of(classes, perClass), TestContext.Current.CancellationToken);
        await BuildAsync(client, space);
        return space;
    }

    /// <summary>Builds centers to the end.</summary>
    public static async Task<CenterBuildProgress> BuildAsync(IGridClient client, string space, int rows = 3, bool includeProposed = false, bool force = false)
    {
        CenterBuildProgress? last = null;
        var request = new CenterBuildRequest { Pack = "classic", Rows = rows, IncludeProposed = includeProposed, Force = force };
        await foreach (var progress in client.Spaces.BuildCentersAsync(space, request, TestContext.Current.CancellationToken))
            last = progress;
        return last!;
    }
}
