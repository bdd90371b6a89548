using System.Text.RegularExpressions;

namespace UniBind.Grid.Alignment;

/// <summary>Phrases by which a model speaks of itself or of its task instead of the class.</summary>
internal static partial class RefusalPatterns
{
    /// <summary>The phrase that gives a text away, or null.</summary>
    public static string? Find(string text) => Pattern().Match(text) is { Success: true } match ? match.Value.Trim() : null;

    [GeneratedRegex(
        """
        \bas\ an?\ (ai|artificial\ intelligence|(large\ )?language\ model)\b
        | \b(large\ )?language\ model\b
        | \bI\ ?(['’]m|\ am)\ (sorry|unable|not\ able|afraid|an?\ (ai|assistant))\b
        | \bI\ (cannot|can\ ?not|can['’]t|won['’]t|will\ not|do\ not|don['’]t|could\ not|couldn['’]t)\b
        | \bI\ (apologi[sz]e|must\ decline)\b
        | ^\W*(sure|certainly|of\ course|absolutely|okay)\s*[!,:.]
        | ^\W*here\ (is|are)\ (\w+\ )*(descriptions?|sentences?|examples?|captions?|list)\b
        | \b(hope\ this\ helps|let\ me\ know\ if|feel\ free\ to|as\ requested|please\ provide)\b
        | \[(insert|class|name|your)\b | \{(class|name|object)\} | lorem\ ipsum | ```
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pattern();
}
