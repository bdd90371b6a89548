namespace UniBind.Grid.Cli;

/// <summary>Trains the demo's heads: contrastive, towards the class centers, on the train split.</summary>
/// <param name="session">The grid.</param>
internal sealed class DemoHeads(GridSession session)
{
    /// <summary>Fixed, so that the demo needs no search: every item of the train split is trained on, and nothing is held out to end early by.</summary>
    private static readonly AlignOptions Options = new() { Epochs = 20, LearningRates = [3e-3], HoldOut = 0, Patience = 0 };

    /// <summary>Trains one head for each modality but text, side by side.</summary>
    /// <returns>The heads, in the order of the modalities.</returns>
    public Task<HeadInfo[]> TrainAsync(string embedded, CancellationToken cancellationToken) =>
        Task.WhenAll(Modalities.All.Where(m => m != Modality.Text).Select(m => TrainAsync(m, embedded, cancellationToken)));

    private async Task<HeadInfo> TrainAsync(Modality modality, string embedded, CancellationToken cancellationToken)
    {
        var request = new AlignRequest { Sources = [embedded], Method = AlignMethods.InfoNce, Pack = PackFolders.Classic, Options = Options };
        HeadInfo? head = null;
        await foreach (var progress in session.Client.Alignment.TrainAsync(DemoSpace.Name, modality, request, cancellationToken))
            head = progress.Head ?? head;
        return head ?? throw new GridException($"The training of {modality.Name()} ended without a head; run the demo again.");
    }
}
