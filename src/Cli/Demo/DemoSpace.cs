using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>The demo's space: the shipped descriptions of the digits, the centers made of them, and the versions.</summary>
/// <param name="session">The grid.</param>
internal sealed class DemoSpace(GridSession session)
{
    /// <summary>The name of the space.</summary>
    public const string Name = "digits";

    private static string KnowledgePath => Path.Combine(AppContext.BaseDirectory, "samples", "knowledge", "digits.jsonl");

    /// <summary>Imports the descriptions and builds the centers; what stands already is kept.</summary>
    /// <returns>The number of descriptions and how the centers came out.</returns>
    public async Task<(int Descriptions, CenterBuildProgress Centers)> PrepareAsync(CancellationToken cancellationToken)
    {
        var descriptions = await KnowledgeFile.ReadAllAsync(KnowledgePath, cancellationToken);
        await session.Client.Spaces.ImportAsync(Name, descriptions, cancellationToken);
        var last = new CenterBuildProgress(0, 0, 0, 0);
        await foreach (var progress in session.Client.Spaces.BuildCentersAsync(Name, new CenterBuildRequest { Pack = PackFolders.Classic }, cancellationToken))
            last = progress;
        return (descriptions.Count, last);
    }

    /// <summary>Publishes the centers and heads in use as the next version.</summary>
    public async Task<SpaceVersionInfo> PublishAsync()
    {
        var newest = (await session.Client.Spaces.GetAsync(Name)).Versions.Select(v => v.Version).FirstOrDefault();
        return await session.Client.Spaces.PublishAsync(Name, new PublishRequest { Parent = newest });
    }
}
