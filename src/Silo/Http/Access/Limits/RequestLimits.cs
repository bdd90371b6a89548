namespace UniBind.Grid.Silo;

/// <summary>What one request, one connection and one caller may take of the process.</summary>
public sealed class RequestLimits
{
    /// <summary>The most bytes of a request's body.</summary>
    public long BodyBytes { get; set; } = 64L << 20;

    /// <summary>The most bytes of the bodies of all requests at a time, as far as they have come; at least <see cref="BodyBytes"/> count. A request beyond it is told to come again.</summary>
    public long AllBodyBytes { get; set; } = 256L << 20;

    /// <summary>The most bytes of all headers of a request.</summary>
    public int HeaderBytes { get; set; } = 32 << 10;

    /// <summary>The most headers of a request.</summary>
    public int Headers { get; set; } = 100;

    /// <summary>The most bytes of the first line of a request: method, path and query.</summary>
    public int LineBytes { get; set; } = 8 << 10;

    /// <summary>How long the headers of a request may take to arrive.</summary>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How slowly, in bytes a second, a body may arrive and an answer be taken, after <see cref="SlowGrace"/>.</summary>
    public double SlowestBytesPerSecond { get; set; } = 240;

    /// <summary>For how long a body or an answer may be slower than <see cref="SlowestBytesPerSecond"/>.</summary>
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections at a time.</summary>
    public long Connections { get; set; } = 4096;

    /// <summary>The most requests at a time on one connection of HTTP/2.</summary>
    public int StreamsPerConnection { get; set; } = 100;

    /// <summary>How long a request may take altogether; an endpoint that streams is excepted by <c>DisableRequestTimeout</c>.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most requests a minute of a key that says nothing else, and of an address without a key where none is asked for; null for no limit.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>The most requests at a time of a key that says nothing else, and of an address without a key where none is asked for; null for no limit.</summary>
    public int? Concurrency { get; set; }

    /// <summary>The most requests a minute of one address that come without a valid key where one is asked for.</summary>
    public int RefusedPerMinute { get; set; } = 600;
}
