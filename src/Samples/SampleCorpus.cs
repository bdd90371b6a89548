namespace UniBind.Grid.Samples;

/// <summary>
/// The sample corpus: the digits 0 to 9 seen by seven sensors, drawn by the program itself. It shows the machinery; accuracy on it says
/// nothing about the quality of an encoder.
/// </summary>
public static class SampleCorpus
{
    /// <summary>
    /// Writes the corpus into a folder: <c>MODALITY/DIGIT/NUMBER.EXT</c>, <c>manifest.jsonl</c> and <c>README.txt</c>. The folder appears
    /// whole or not at all. When the same corpus is there already, nothing is touched. Items are made in parallel on all cores.
    /// </summary>
    /// <param name="folder">The folder; created when absent.</param>
    /// <param name="options">What the corpus shall hold.</param>
    /// <param name="cancellationToken">Stops the work and removes what was begun.</param>
    /// <exception cref="SampleCorpusException">The options cannot be met, the folder holds other files, or the disk refuses.</exception>
    public static async Task<SampleSummary> WriteAsync(string folder, SampleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var plan = new SamplePlan(options);
        var target = new SampleFolder(folder);
        try
        {
            if (target.Find(plan) is { } existing)
                return target.Summary(existing, plan.Items.Count, written: false);
            target.RefuseIfTaken(options.Overwrite);
            var stamp = await target.ReplaceAsync(
                async temporary =>
                {
                    await Parallel.ForEachAsync(plan.Items, cancellationToken, (item, token) => item.WriteAsync(temporary, token)).ConfigureAwait(false);
                    await SampleManifest.WriteAsync(temporary, plan, cancellationToken).ConfigureAwait(false);
                    await SampleReadme.WriteAsync(temporary, plan, cancellationToken).ConfigureAwait(false);
                },
                plan,
                cancellationToken).ConfigureAwait(false);
            return target.Summary(stamp, plan.Items.Count, written: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleCorpusException($"The sample corpus cannot be written to '{folder}': {e.Message}", e);
        }
    }
}
