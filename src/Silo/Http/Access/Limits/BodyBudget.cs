namespace UniBind.Grid.Silo;

/// <summary>How much of bodies the process holds at a time, over all requests.</summary>
/// <remarks>
/// Thread-safe; a singleton. Bytes count when they have come and not when a header promises them: otherwise a few requests that promise much and send
/// it slowly would keep everybody else out.
/// </remarks>
/// <param name="limit">The most bytes.</param>
internal sealed class BodyBudget(long limit)
{
    private long _used;

    /// <summary>Bytes that requests hold now.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>What a request is told that there is no room for.</summary>
    public static ApiException Full() => new(new ApiError(StatusCodes.Status429TooManyRequests, "overloaded", "The server holds as many bytes of requests as it takes at a time; ask again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    });

    /// <summary>Whether so many bytes would fit now.</summary>
    public bool Fits(long bytes) => Used + bytes <= limit;

    /// <summary>Takes bytes, if there is room for them.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
