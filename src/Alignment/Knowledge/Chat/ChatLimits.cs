namespace UniBind.Grid.Alignment;

/// <summary>How patient a conversation with a language model is.</summary>
public sealed record ChatLimits
{
    /// <summary>The most requests for one answer while the endpoint fails: rate limits, server errors, broken connections, time-outs.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The most times that an answer of the wrong form is asked for again.</summary>
    public int MalformedAgain { get; init; } = 2;

    /// <summary>The longest silence before and between the pieces of an answer.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time of one request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first pause after a failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where the endpoint asks for a longer one (<c>Retry-After</c>): then it counts as failed.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most characters of an answer.</summary>
    public int MaxReplyCharacters { get; init; } = 256 << 10;
}
