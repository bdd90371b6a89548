using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>Measures the test split before and after the training of heads, and writes the page.</summary>
/// <param name="session">The grid.</param>
/// <param name="folder">The demo's files.</param>
/// <param name="settings">How the grid is reached that the space was published in.</param>
internal sealed class DemoEvaluation(GridSession session, DemoFolder folder, GridSettings settings)
{
    private const string Split = "test";

    /// <summary>Measures and writes.</summary>
    /// <returns>The comparison, and the items of the test split.</returns>
    public async Task<(EvaluationComparison Comparison, IReadOnlyList<EvaluationItem> Items)> RunAsync(CancellationToken cancellationToken)
    {
        var read = new EvaluationReadOptions
        {
            Split = Split,
            Blobs = SpaceFiles.In(settings),
            Resolve = async (id, _) => (await session.Client.Spaces.ResolveAsync(id)).Manifest,
        };
        using var after = await EvaluationReader.ReadAsync([folder.Aligned], read, cancellationToken);
        var before = await UntrainedHeads.ProjectAsync(after.Input, folder.Embedded, cancellationToken);
        var page = await Task.Run(() => Measure(before, after, read.Bounds, cancellationToken), cancellationToken);
        await ReportFile.WriteAsync(folder.Report, page.Html, cancellationToken);
        return (page.Comparison, after.Input.Items);
    }

    private static (EvaluationComparison Comparison, string Html) Measure(EvaluationInput before, EvaluationSource after, EvaluationOptions bounds, CancellationToken cancellationToken)
    {
        var comparison = EvaluationComparison.Run(before, after.Input, bounds, cancellationToken);
        var input = new ReportInput
        {
            Result = comparison.After,
            Items = after.Input,
            Comparison = comparison,
            ItemsBefore = before,
            Roots = after.Roots,
            Command = "unibind demo",
            Created = DateTimeOffset.UtcNow,
        };
        return (comparison, ReportPage.Render(input, cancellationToken));
    }
}
