using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Media.Tests;

/// <summary>CLIP's tokenizer written down as directly as it can be: the published pattern, and merges by search over lists of strings.</summary>
internal sealed partial class ClipOracle
{
    private readonly Dictionary<string, int> _ranks = [];
    private readonly Dictionary<string, int> _ids = [];
    private readonly string[] _bytes = new string[256];

    public ClipOracle(string[] merges)
    {
        var printable = Enumerable.Range('!', '~' - '!' + 1).Concat(Enumerable.Range(0xA1, 0xAC - 0xA1 + 1)).Concat(Enumerable.Range(0xAE, 0xFF - 0xAE + 1)).ToList();
        var order = printable.Concat(Enumerable.Range(0, 256).Except(printable)).ToList();
        for (var i = 0; i < 256; i++)
            _bytes[order[i]] = ((char)(i < printable.Count ? order[i] : 256 + i - printable.Count)).ToString();
        foreach (var b in order)
            _ids[_bytes[b]] = _ids.Count;
        foreach (var b in order)
            _ids[_bytes[b] + "</w>"] = _ids.Count;
        foreach (var merge in merges)
        {
            _ranks[merge] = _ranks.Count;
            _ids[merge.Replace(" ", "", StringComparison.Ordinal)] = _ids.Count;
        }
    }

    public int Start => _ids.Count;

    public List<int> Encode(string text)
    {
        var clean = WhiteSpace().Replace(text, " ").Trim().ToLower(CultureInfo.InvariantCulture);
        return Piece().Matches(clean).SelectMany(m => Pairs(m.Value)).ToList();
    }

    private IEnumerable<int> Pairs(string piece)
    {
        var symbols = Encoding.UTF8.GetBytes(piece).Select(b => _bytes[b]).ToList();
        symbols[^1] += "</w>";
        while (true)
        {
            var best = symbols.Zip(symbols.Skip(1), (a, b) => $"{a} {b}").Where(_ranks.ContainsKey).MinBy(p => _ranks[p]);
            if (best is null)
                return symbols.Select(s => _ids[s]);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if ($"{symbols[i]} {symbols[i + 1]}" == best)
                {
                    symbols[i] += symbols[i + 1];
                    symbols.RemoveAt(i + 1);
                }
            }
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")]
    private static partial Regex Piece();
}
