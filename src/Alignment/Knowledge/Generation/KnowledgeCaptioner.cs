using Microsoft.Extensions.AI;

namespace UniBind.Grid.Alignment;

/// <summary>Asks a multimodal language model for captions of single items and appends them, proposed, to a knowledge base (kind sample).</summary>
/// <remarks>
/// Images and thermal pictures are sent as they are; items of other modalities, and pictures in formats that models do not take, are reported as failures and harm no
/// other. Resumable like <see cref="KnowledgeGenerator"/>. Thread-safe; a file takes one run at a time.
/// </remarks>
/// <param name="client">The model; stays the caller's.</param>
/// <param name="model">The name of the model, which every caption carries.</param>
/// <param name="limits">How patient to be; null for the defaults.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class KnowledgeCaptioner(IChatClient client, string model, ChatLimits? limits = null, TimeProvider? time = null)
{
    /// <summary>Asks for captions of all items that the file has none of yet.</summary>
    /// <param name="items">The items.</param>
    /// <param name="count">The captions of each, 1 to 20.</param>
    /// <param name="parallel">The questions that are open at the same time, 1 to 64.</param>
    /// <param name="path">The knowledge base; made where it does not exist.</param>
    /// <param name="progress">Hears of each item that is done.</param>
    /// <param name="cancellationToken">Stops; what was answered is kept.</param>
    /// <exception cref="AlignmentException">The file or the model cannot be used.</exception>
    public async Task<GenerationReport> RunAsync(
        IAsyncEnumerable<CaptionItem> items, int count, int parallel, string path, IProgress<GenerationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (count is < 1 or > 20 || parallel is < 1 or > 64)
            throw new AlignmentException($"An item takes 1 to 20 captions and 1 to 64 questions can be open, not {count} and {parallel}.");
        var template = PromptTemplates.Get(PromptTemplates.Caption);
        var log = await DescriptionLog.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            var done = log.Existing.Where(d => d.Kind == DescriptionKind.Sample && d.Prompt == template.Sha256 && d.Llm == model).Select(d => d.Item!).ToHashSet(StringComparer.Ordinal);
            var skipped = 0;
            var open = items.Where(i => !done.Contains(i.Id) || Interlocked.Increment(ref skipped) < 0);
            var runner = new QuestionRunner(client, limits ?? new(), time ?? TimeProvider.System, log, progress, total: 0, skipped: 0);
            var report = await runner.RunAsync(open.Select(item => Question(template, item, count)), parallel, cancellationToken).ConfigureAwait(false);
            return report with { Skipped = skipped };
        }
    }

    private QuestionRunner.Question Question(PromptTemplate template, CaptionItem item, int count) => new(
        item.Id,
        template.Name,
        () =>
        {
            var (bytes, type) = CaptionPicture.Of(item);
            return PromptData.OfPicture(template, item.Label, item.Modality, count, bytes, type);
        },
        (texts, now) =>
        [.. texts.Take(count).Select(text => new Description
        {
            Class = item.Label,
            Text = text,
            Kind = DescriptionKind.Sample,
            Facet = template.Facet,
            Modalities = [item.Modality],
            Item = item.Id,
            Llm = model,
            Prompt = template.Sha256,
            Created = now,
            State = DescriptionState.Proposed,
        })]);
}
