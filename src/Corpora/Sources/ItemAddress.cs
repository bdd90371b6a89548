using System.Globalization;

namespace UniBind.Grid.Corpora;

/// <summary>
/// The parsed form of <see cref="CorpusItem.Uri"/>: <c>path</c>, <c>path#bytes=OFFSET+LENGTH</c> (a line of a .jsonl file),
/// <c>archive!entry#bytes=OFFSET+LENGTH</c> (an entry of a tar) or <c>manifest#row=N</c> (text that the listing itself carries).
/// </summary>
/// <remarks>In the path <c>%</c>, <c>#</c> and <c>!</c> are percent-encoded, so that every file name has an address and only one.</remarks>
/// <param name="Path">The file, relative to the root with <c>/</c>, or absolute where that is allowed.</param>
/// <param name="Entry">The name inside the archive, or null.</param>
/// <param name="Offset">The first byte of the range, or -1 for the whole file.</param>
/// <param name="Length">The range's bytes.</param>
/// <param name="Row">The manifest's row whose text is the content, or -1.</param>
internal readonly record struct ItemAddress(string Path, string? Entry = null, long Offset = -1, long Length = 0, long Row = -1)
{
    private const string BytesFragment = "#bytes=";
    private const string RowFragment = "#row=";

    public bool IsRange => Offset >= 0;

    public static bool TryParse(string uri, out ItemAddress address)
    {
        address = default;
        long offset = -1, length = 0, row = -1;
        var place = uri.AsSpan();
        var hash = place.LastIndexOf('#');
        if (hash >= 0)
        {
            var fragment = place[hash..];
            if (fragment.StartsWith(BytesFragment, StringComparison.Ordinal))
            {
                var numbers = fragment[BytesFragment.Length..];
                var plus = numbers.IndexOf('+');
                if (plus < 0 || !TryNumber(numbers[..plus], out offset) || !TryNumber(numbers[(plus + 1)..], out length))
                    return false;
            }
            else if (!fragment.StartsWith(RowFragment, StringComparison.Ordinal) || !TryNumber(fragment[RowFragment.Length..], out row))
            {
                return false;
            }
            place = place[..hash];
        }
        var bang = place.IndexOf('!');
        var path = bang < 0 ? place : place[..bang];
        if (path.IsEmpty)
            return false;
        address = new(Unescape(path), bang < 0 ? null : Unescape(place[(bang + 1)..]), offset, length, row);
        return true;
    }

    public override string ToString()
    {
        var place = Entry is null ? Escape(Path) : $"{Escape(Path)}!{Escape(Entry)}";
        if (IsRange)
            return string.Create(CultureInfo.InvariantCulture, $"{place}{BytesFragment}{Offset}+{Length}");
        return Row >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{place}{RowFragment}{Row}") : place;
    }

    private static string Escape(string text) =>
        text.AsSpan().IndexOfAny('%', '#', '!') < 0
            ? text
            : text.Replace("%", "%25", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal).Replace("!", "%21", StringComparison.Ordinal);

    private static string Unescape(ReadOnlySpan<char> text) =>
        text.Contains('%')
            ? text.ToString().Replace("%21", "!", StringComparison.Ordinal).Replace("%23", "#", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
            : text.ToString();

    private static bool TryNumber(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
