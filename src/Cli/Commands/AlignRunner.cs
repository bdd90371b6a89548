using UniBind.Grid.Client;

namespace UniBind.Grid.Cli;

/// <summary>Trains the heads of several modalities side by side; one that fails leaves the others alone.</summary>
internal static class AlignRunner
{
    /// <summary>Trains and prints.</summary>
    public static async Task<int> RunAsync(
        IAlignmentClient client, string space, IReadOnlyDictionary<Modality, AlignRequest> requests, bool json, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(requests.OrderBy(r => r.Key).Select(r => TrainAsync(client, space, r.Key, r.Value, cancellationToken)));
        if (json)
            Json.Print(outcomes);
        else
            AlignTable.Print(outcomes, space);
        return outcomes.All(o => o.Head is not null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<AlignOutcome> TrainAsync(IAlignmentClient client, string space, Modality modality, AlignRequest request, CancellationToken cancellationToken)
    {
        var last = new AlignProgress { Modality = modality };
        string? error = null;
        try
        {
            await foreach (var progress in client.TrainAsync(space, modality, request, cancellationToken))
            {
                if (progress.Step != last.Step && progress.Step != "done")
                    await Console.Error.WriteLineAsync($"{modality.Name()}: {progress.Step}");
                last = progress;
            }
        }
        catch (GridException e)
        {
            error = e.Message;
        }
        return new AlignOutcome(modality.Name(), last.Head, last.Items, last.HeldOut, last.Reused, last.Elapsed.TotalSeconds, last.Notes, error);
    }
}
