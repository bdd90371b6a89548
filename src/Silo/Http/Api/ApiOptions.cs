namespace UniBind.Grid.Silo;

/// <summary>What the endpoints of the API take.</summary>
public sealed class ApiOptions
{
    /// <summary>The space or pack of requests that name no model (<c>/embed</c> and <c>/v2/embed</c> may); null for the only published space, else the first pack.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>The most items of a request; OpenAI's own limit by default.</summary>
    public int MaxItems { get; set; } = 2048;

    /// <summary>The most bytes of a request's body, which is held in memory while it is read; follows <see cref="RequestLimits.BodyBytes"/>.</summary>
    public long MaxBodyBytes { get; internal set; } = 64 << 20;

    /// <summary>The most items of a request that are URLs.</summary>
    public int MaxUrls { get; set; } = 64;

    /// <summary>The longest time that a request may ask for in <c>x-request-timeout</c>; a longer one is cut to it, and it is never longer than <see cref="RequestLimits.Timeout"/>.</summary>
    public TimeSpan MaxTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After how long without news an event stream sends a comment, so that nothing on the way closes the connection.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
