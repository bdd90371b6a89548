using System.Globalization;
using System.Net;
using System.Text;

namespace UniBind.Grid.Alignment;

/// <summary>Builds a page: numbers are written without a culture, and every text that comes from data goes through <see cref="Text"/>.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _page = new();

    /// <summary>Adds markup of the program's own; interpolated numbers only.</summary>
    public Markup Raw(FormattableString markup)
    {
        _page.Append(markup.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Adds text, encoded.</summary>
    public Markup Text(string text)
    {
        _page.Append(Encode(text));
        return this;
    }

    /// <summary>Encodes a text for content and quoted attributes.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number for people: three places, fewer for large ones.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString(Math.Abs(value) >= 100 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    /// <summary>An interval for people.</summary>
    public static string Interval(Metric metric) => metric is { Low: { } low, High: { } high } ? $"[{Number(low)}, {Number(high)}]" : "no interval";

    public override string ToString() => _page.ToString();
}
