namespace UniBind.Grid.Client;

/// <summary>How a program reaches a grid over HTTP; bound from a configuration section, usually <see cref="Section"/>.</summary>
public sealed class UniBindGridOptions
{
    /// <summary>The usual name of the configuration section.</summary>
    public const string Section = "UniBindGrid";

    /// <summary>The address of a gateway, <c>http://localhost:8080</c>; it may have a path.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The API key, <c>ub_...</c>; null where the grid asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>What requests that name no model embed with: <c>name@7</c>, <c>name@stable</c>, <c>PACK@0</c> or a bare name; null to name one with each request.</summary>
    public string? Model { get; set; }

    /// <summary>The dimensions of the embeddings of requests that do not say; null for all that the model has. Fewer are the first ones, brought to length 1 again.</summary>
    public int? Dimensions { get; set; }

    /// <summary>The longest time that one request takes, its repetitions included. Lists that are split are several requests; following a job has no end.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request is repeated at most, 0 to 20, when the grid is full, cannot be reached, or fails.</summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The pause before the first repetition, doubled for each further one, with jitter. Where the server says <c>Retry-After</c>, that counts instead.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The most items of one request, 1 to 2,048; longer lists are split.</summary>
    public int MaxItemsPerRequest { get; set; } = 256;

    /// <summary>The most bytes of content of one request of several items; longer lists are split.</summary>
    public int MaxBytesPerRequest { get; set; } = 8 << 20;

    /// <summary>The most requests of one split list under way at the same time, 1 to 64.</summary>
    public int MaxParallelRequests { get; set; } = 4;

    /// <summary>How long a job's stream of events is opened again after it was lost, counted from the last event.</summary>
    public TimeSpan ReconnectPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>After how long without any event a job's stream counts as lost. The server tells progress about twice a second while a job runs.</summary>
    public TimeSpan EventSilence { get; set; } = TimeSpan.FromSeconds(60);
}
