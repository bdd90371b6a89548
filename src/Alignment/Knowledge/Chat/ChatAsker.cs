using System.Text;
using Microsoft.Extensions.AI;

namespace UniBind.Grid.Alignment;

/// <summary>Asks a language model for a JSON array of strings, as often as is reasonable: streams, bounds time and size, waits when told to, asks again for a wrong form.</summary>
/// <remarks>Thread-safe. When the endpoint asks one request to wait, all wait.</remarks>
internal sealed class ChatAsker(IChatClient client, ChatLimits limits, TimeProvider time)
{
    private const string Again = "That was no JSON array of strings. Answer again with a JSON array of strings and nothing else.";
    private long _notBefore = time.GetTimestamp();

    /// <summary>The texts of an answer.</summary>
    /// <param name="messages">The question.</param>
    /// <param name="spent">Gets the cost of each request as it ends, failed ones included.</param>
    /// <param name="cancellationToken">Ends the request at once.</param>
    /// <exception cref="ChatRefusedException">There is no usable answer.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<ChatMessage> messages, Action<ChatUsage> spent, CancellationToken cancellationToken)
    {
        var fault = "";
        for (var round = 0; round <= limits.MalformedAgain; round++)
        {
            var reply = await AskTextAsync(round == 0 ? messages : [.. messages, new(ChatRole.User, Again)], spent, cancellationToken).ConfigureAwait(false);
            if (ReplyParser.TryParse(reply, out var texts, out fault))
                return texts;
        }
        throw new ChatRefusedException($"the answer was no JSON array of strings, {limits.MalformedAgain + 1} times ({fault})", isFatal: false);
    }

    private async Task<string> AskTextAsync(IReadOnlyList<ChatMessage> messages, Action<ChatUsage> spent, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            ChatFailure failure;
            try
            {
                return await StreamAsync(messages, spent, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && ChatFailure.Of(e, time.GetUtcNow()) is { } known)
            {
                spent(new ChatUsage(1, 0, 0, 0));
                failure = known;
            }
            if (!failure.IsTransient)
                throw new ChatRefusedException(failure.Reason, failure.IsFatal);
            if (attempt == limits.Attempts)
                throw new ChatRefusedException($"{failure.Reason}, {attempt} times", isFatal: false);
            if (failure.RetryAfter > limits.MaxPause)
                throw new ChatRefusedException($"{failure.Reason} and asks to wait {failure.RetryAfter.Value.TotalSeconds:F0} s, longer than the {limits.MaxPause.TotalSeconds:F0} s that are allowed", isFatal: true);
            if (failure.RetryAfter is { } wait)
                Postpone(wait);
            else
                await Task.Delay(Backoff(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One request. The answer is streamed, so that silence is told from a long answer.</summary>
    private async Task<string> StreamAsync(IReadOnlyList<ChatMessage> messages, Action<ChatUsage> spent, CancellationToken cancellationToken)
    {
        using var whole = new CancellationTokenSource(limits.RequestTimeout, time);
        using var silence = new CancellationTokenSource(limits.SilenceTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, whole.Token, silence.Token);
        var text = new StringBuilder();
        var (input, output, reported, finished) = (0L, 0L, false, false);
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(messages, cancellationToken: linked.Token).ConfigureAwait(false))
            {
                silence.CancelAfter(limits.SilenceTimeout);
                text.Append(update.Text);
                finished |= update.FinishReason is not null;
                if (text.Length > limits.MaxReplyCharacters)
                    throw new ChatRefusedException($"the answer has more than {limits.MaxReplyCharacters:N0} characters", isFatal: false);
                foreach (var usage in update.Contents.OfType<UsageContent>())
                    (input, output, reported) = (input + (usage.Details.InputTokenCount ?? 0), output + (usage.Details.OutputTokenCount ?? 0), true);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && linked.IsCancellationRequested && e is not ChatRefusedException)
        {
            throw new TimeoutException(silence.IsCancellationRequested
                ? $"the endpoint was silent for {limits.SilenceTimeout.TotalSeconds:0.#} s"
                : $"the answer took longer than {limits.RequestTimeout.TotalSeconds:0.#} s", e);
        }

        // A connection that closes early looks like the end of a stream.
        if (!finished && !ReplyParser.TryParse(text.ToString(), out _, out _))
            throw new IOException("the answer broke off");
        spent(new ChatUsage(1, input, output, reported ? 0 : 1));
        return text.ToString();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (time.GetElapsedTime(time.GetTimestamp(), Interlocked.Read(ref _notBefore)) is { Ticks: > 0 } left)
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), time, cancellationToken).ConfigureAwait(false);
    }

    private void Postpone(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        for (var seen = Interlocked.Read(ref _notBefore); seen < until; seen = Interlocked.Read(ref _notBefore))
        {
            if (Interlocked.CompareExchange(ref _notBefore, until, seen) == seen)
                return;
        }
    }

    /// <summary>Doubling pauses, spread by a fifth so that parallel requests do not come back together.</summary>
    private TimeSpan Backoff(int attempt)
    {
        var pause = limits.FirstPause * Math.Pow(2, Math.Min(attempt - 1, 16)) * (0.9 + 0.2 * Random.Shared.NextDouble());
        return pause < limits.MaxPause ? pause : limits.MaxPause;
    }
}
