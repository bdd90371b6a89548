using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace UniBind.Grid;

/// <summary>Tells whether two names of classes would be one to a reader, and so two by mistake.</summary>
public static class ClassSpelling
{
    /// <summary>
    /// Lower-case letters of Latin, Greek and Cyrillic with one mark, and the letters without it. The runtime's own normalisation does nothing
    /// under invariant globalisation, which the grid runs with.
    /// </summary>
    private static readonly (char Mark, string Marked, string Plain)[] Marks =
    [
        ('\u0300', "àèìòùǹѐѝ", "aeiounеи"),
        ('\u0301', "áéíóúýćĺńŕśźǵǽǿάέήίόύώѓќ", "aeiouyclnrszgæøαεηιουωгк"),
        ('\u0302', "âêîôûĉĝĥĵŝŵŷ", "aeioucghjswy"),
        ('\u0303', "ãñõĩũ", "anoiu"),
        ('\u0304', "āēīōūǣȳ", "aeiouæy"),
        ('\u0306', "ăĕğĭŏŭйў", "aegiouиу"),
        ('\u0307', "ċėġżȧȯ", "cegzao"),
        ('\u0308', "äëïöüÿϊϋёї", "aeiouyιυеі"),
        ('\u030a', "åů", "au"),
        ('\u030b', "őű", "ou"),
        ('\u030c', "čďěľňřšťžǎǐǒǔǧǩǯǰȟ", "cdelnrstzaiougkʒjh"),
        ('\u030f', "ȁȅȉȍȑȕ", "aeioru"),
        ('\u0311', "ȃȇȋȏȓȗ", "aeioru"),
        ('\u031b', "ơư", "ou"),
        ('\u0326', "șț", "st"),
        ('\u0327', "çģķļņŗşţȩ", "cgklnrste"),
        ('\u0328', "ąęįųǫ", "aeiuo"),
    ];

    private static readonly FrozenDictionary<char, string> Parts = Marks
        .SelectMany(m => m.Marked.Zip(m.Plain, (marked, plain) => KeyValuePair.Create(marked, $"{plain}{m.Mark}"))).ToFrozenDictionary();

    /// <summary>
    /// A name without what readers overlook: case, blanks, underscores, characters without a shape, the full width of East Asian forms, and
    /// whether a letter and its mark are one character or two (Latin, Greek and Cyrillic letters with one mark). Two names of one fold are two
    /// spellings of one class.
    /// </summary>
    public static string Fold(string name)
    {
        var fold = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsWhiteSpace(c) || c == '_' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
                continue;
            var narrow = char.ToLowerInvariant(c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c);
            if (Parts.TryGetValue(narrow, out var parts))
                fold.Append(parts);
            else if (narrow != '_')
                fold.Append(narrow);
        }

        // A name of nothing else is its own.
        return fold.Length > 0 ? fold.ToString() : name;
    }
}
