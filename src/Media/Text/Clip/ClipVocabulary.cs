using System.Text.Json;

namespace UniBind.Grid.Media;

/// <summary>CLIP's tokens and merges, from <c>bpe_simple_vocab_16e6.txt(.gz)</c> or from <c>merges.txt</c> with or without <c>vocab.json</c>.</summary>
internal sealed class ClipVocabulary
{
    /// <summary>The merges that CLIP uses of its file, which holds more: 49,152 - 256 - 2.</summary>
    public const int MaxMerges = 48_894;

    private const string StartToken = "<|startoftext|>", EndToken = "<|endoftext|>";

    private ClipVocabulary(Dictionary<string, int> tokens, List<string> merges, string fingerprint)
    {
        Tokens = tokens;
        Merges = merges;
        Fingerprint = fingerprint;
        Start = tokens[StartToken];
        End = tokens[EndToken];
    }

    /// <summary>Token to id.</summary>
    public IReadOnlyDictionary<string, int> Tokens { get; }

    /// <summary>The merges, best first, as two symbols with a space between.</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>The id of the token before a text; 49,406 in CLIP.</summary>
    public int Start { get; }

    /// <summary>The id of the token after a text; 49,407 in CLIP.</summary>
    public int End { get; }

    /// <summary>The hashes of the files.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="mergesFile">The merges; a first line with <c>#version</c> is skipped.</param>
    /// <param name="vocabularyFile">Token to id as JSON, or null: then ids are 256 bytes, 256 bytes that end a word, the merges, the two special tokens.</param>
    /// <exception cref="InvalidDataException">A file is not of its format.</exception>
    public static ClipVocabulary Read(TextResource mergesFile, TextResource? vocabularyFile)
    {
        var merges = ReadMerges(mergesFile);
        var tokens = vocabularyFile is null ? Enumerate(merges) : ReadTokens(vocabularyFile);
        foreach (var merge in merges)
        {
            var parts = merge.Split(' ');
            if (!tokens.ContainsKey(parts[0]) || !tokens.ContainsKey(parts[1]) || !tokens.ContainsKey(parts[0] + parts[1]))
                throw mergesFile.Bad($"has the pair '{merge}', but a part of it or the token that it makes is not in the vocabulary");
        }
        return new ClipVocabulary(tokens, merges, $"merges={mergesFile.Hash} vocab={vocabularyFile?.Hash ?? "-"}");
    }

    private static List<string> ReadMerges(TextResource file)
    {
        var merges = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in file.Lines())
        {
            if (merges.Count == MaxMerges)
                break;
            if (line.Length == 0 || (merges.Count == 0 && line.Contains("#version", StringComparison.Ordinal)))
                continue;
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2)
                throw file.Bad($"has a line that is no pair of symbols: '{line}'");
            var merge = $"{parts[0]} {parts[1]}";
            if (!seen.Add(merge))
                throw file.Bad($"has the pair '{merge}' twice");
            merges.Add(merge);
        }
        return merges.Count > 0 ? merges : throw file.Bad("has no merges");
    }

    private static Dictionary<string, int> Enumerate(List<string> merges)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var symbol in ByteAlphabet.Ordered)
            tokens.Add(symbol.ToString(), tokens.Count);
        foreach (var symbol in ByteAlphabet.Ordered)
            tokens.Add(symbol + ClipBpeTokenizer.EndOfWord, tokens.Count);
        // Two merges can make the same token; each line takes an id, and the last one names it.
        for (var i = 0; i < merges.Count; i++)
            tokens[merges[i].Replace(" ", "", StringComparison.Ordinal)] = 512 + i;
        tokens[StartToken] = 512 + merges.Count;
        tokens[EndToken] = 513 + merges.Count;
        return tokens;
    }

    private static Dictionary<string, int> ReadTokens(TextResource file)
    {
        try
        {
            var tokens = JsonSerializer.Deserialize<Dictionary<string, int>>(file.Bytes) ?? throw file.Bad("is empty");
            return tokens.ContainsKey(StartToken) && tokens.ContainsKey(EndToken)
                ? tokens
                : throw file.Bad($"lacks {StartToken} or {EndToken}");
        }
        catch (JsonException e)
        {
            throw file.Bad("is not a JSON object of tokens and ids", e);
        }
    }
}
