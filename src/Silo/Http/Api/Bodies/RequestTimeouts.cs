using System.Globalization;

namespace UniBind.Grid.Silo;

/// <summary>How long the caller of a request waits.</summary>
internal static class RequestTimeouts
{
    /// <summary>The header that says it, in seconds.</summary>
    public const string Header = "x-request-timeout";

    /// <summary>The time, at most <paramref name="longest"/>; null where the request says none.</summary>
    /// <exception cref="ApiException">The header is no number of seconds above 0.</exception>
    public static TimeSpan? Of(HttpContext context, TimeSpan longest)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0)
            return null;
        if (!double.TryParse(header.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds <= 0)
            throw new ApiException($"The header {Header} takes seconds above 0, such as 2.5.", Header);
        return seconds >= longest.TotalSeconds ? longest : TimeSpan.FromSeconds(seconds);
    }
}
