using Microsoft.Extensions.AI;

namespace UniBind.Grid.Alignment;

/// <summary>Asks a language model for descriptions of classes and appends them, proposed, to a knowledge base.</summary>
/// <remarks>
/// Resumable: a class whose descriptions by a template and model are in the file already is not asked again, whatever became of them in a review. Thread-safe; a file
/// takes one run at a time.
/// </remarks>
/// <param name="client">The model; stays the caller's.</param>
/// <param name="model">The name of the model, which every description carries.</param>
/// <param name="limits">How patient to be; null for the defaults.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class KnowledgeGenerator(IChatClient client, string model, ChatLimits? limits = null, TimeProvider? time = null)
{
    /// <summary>Asks all questions that the file does not answer yet.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="path">The knowledge base; made where it does not exist.</param>
    /// <param name="progress">Hears of each question that is done.</param>
    /// <param name="cancellationToken">Stops; what was answered is kept.</param>
    /// <exception cref="AlignmentException">The request or the file cannot be used, or the model cannot: a wrong key, address or name, or nothing but failures.</exception>
    public async Task<GenerationReport> RunAsync(GenerationRequest request, string path, IProgress<GenerationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        request.Validate();
        var log = await DescriptionLog.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            RequireOneSpelling(request.Classes, log.Existing, path);
            var done = log.Existing.Where(d => d.Kind == DescriptionKind.Category).Select(d => (d.Class, d.Prompt, d.Llm)).ToHashSet();
            var open = (from template in request.Templates from name in request.Classes where !done.Contains((name, template.Sha256, model)) select (name, template)).ToArray();
            var total = request.Classes.Count * request.Templates.Count;
            var runner = new QuestionRunner(client, limits ?? new(), time ?? TimeProvider.System, log, progress, total, total - open.Length);
            return await runner.RunAsync(open.Select(o => Question(request, o.name, o.template)).ToAsyncEnumerable(), request.Parallel, cancellationToken).ConfigureAwait(false);
        }
    }

    private QuestionRunner.Question Question(GenerationRequest request, string name, PromptTemplate template) => new(
        name, template.Name, () => PromptData.OfClass(template, name, request.Context, request.Classes, request.Count), (texts, now) =>
        [.. texts.Take(request.Count).Select(text => new Description
        {
            Class = name,
            Text = text,
            Facet = template.Facet,
            Modalities = template.Modalities,
            Llm = model,
            Prompt = template.Sha256,
            Created = now,
            State = DescriptionState.Proposed,
        })]);

    private static void RequireOneSpelling(IReadOnlyList<string> classes, IReadOnlyList<Description> existing, string path)
    {
        var spellings = new ClassSpellings();
        foreach (var name in existing.Select(d => d.Class).Distinct())
            spellings.Clash(name, 0);
        foreach (var name in classes)
        {
            if (spellings.Clash(name, 0) is not null)
                throw new AlignmentException($"The class '{name}' stands in '{path}' with another spelling; two names of one class: choose one.");
        }
    }
}
