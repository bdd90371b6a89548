using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>Asks many questions in parallel with a bound, writes each answer as it comes, and keeps the accounts. A question that fails harms no other.</summary>
/// <remarks>Thread-safe; one run each. When no request can succeed, or many questions fail in a row, the run ends early and says so.</remarks>
internal sealed class QuestionRunner(IChatClient client, ChatLimits limits, TimeProvider time, DescriptionLog log, IProgress<GenerationProgress>? progress, int total, int skipped)
{
    private const int MaxFailuresInARow = 8;
    private readonly ChatAsker _asker = new(client, limits, time);
    private readonly ConcurrentDictionary<string, ChatUsage> _usage = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<GenerationFailure> _failures = new();
    private int _asked;
    private int _descriptions;
    private int _done;
    private int _failedInARow;

    /// <summary>Asks all questions.</summary>
    public async Task<GenerationReport> RunAsync(IAsyncEnumerable<Question> questions, int parallel, CancellationToken cancellationToken)
    {
        _done = skipped;
        progress?.Report(new(_done, total, default));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string? fatal = null;
        try
        {
            await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop.Token }, async (question, ct) =>
            {
                var failure = await AskAsync(question, ct).ConfigureAwait(false);
                if (failure is { } reason && (reason.IsFatal || Volatile.Read(ref _failedInARow) >= MaxFailuresInARow) && Interlocked.CompareExchange(ref fatal, reason.Message, null) is null)
                    await stop.CancelAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (fatal is not null && !cancellationToken.IsCancellationRequested)
        {
            // Told below.
        }
        if (fatal is not null)
            throw new AlignmentException($"The language model cannot be used: {fatal}. {_asked} questions were answered and their descriptions are kept; run the command again when it can.");
        return new(_asked, skipped, _descriptions, new SortedDictionary<string, ChatUsage>(_usage, StringComparer.Ordinal), [.. _failures.OrderBy(f => f.Subject, StringComparer.Ordinal).ThenBy(f => f.Template, StringComparer.Ordinal)]);
    }

    private async Task<ChatRefusedException?> AskAsync(Question question, CancellationToken cancellationToken)
    {
        ChatRefusedException? failure = null;
        try
        {
            var texts = await _asker.AskAsync(Messages(question), usage => _usage.AddOrUpdate(question.Template, usage, (_, sum) => sum + usage), cancellationToken).ConfigureAwait(false);
            var answer = question.Describe(texts, time.GetUtcNow());
            await log.AppendAsync(answer, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _asked);
            Interlocked.Add(ref _descriptions, answer.Count);
            Volatile.Write(ref _failedInARow, 0);
        }
        catch (ChatRefusedException e)
        {
            failure = e;
            Interlocked.Increment(ref _failedInARow);
            _failures.Enqueue(new(question.Subject, question.Template, e.Message));
        }
        catch (ItemException e)
        {
            _failures.Enqueue(new(question.Subject, question.Template, e.Message));
        }
        progress?.Report(new(Interlocked.Increment(ref _done), total, _usage.Values.Aggregate(default(ChatUsage), (sum, usage) => sum + usage)));
        return failure;
    }

    /// <summary>The messages of a question. A file that cannot be read, or no longer, harms this question alone; a fault of the log, which ends the run, is not caught here.</summary>
    private static IReadOnlyList<ChatMessage> Messages(Question question)
    {
        try
        {
            return question.Messages();
        }
        catch (Exception e) when (e is CorpusException or IOException or UnauthorizedAccessException)
        {
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, e.Message, e);
        }
    }

    /// <summary>One question.</summary>
    /// <param name="Subject">The class or the item.</param>
    /// <param name="Template">The template's name.</param>
    /// <param name="Messages">Makes the messages, when their turn comes.</param>
    /// <param name="Describe">Makes descriptions of the texts of the answer.</param>
    internal sealed record Question(string Subject, string Template, Func<IReadOnlyList<ChatMessage>> Messages, Func<IReadOnlyList<string>, DateTimeOffset, IReadOnlyList<Description>> Describe);
}
