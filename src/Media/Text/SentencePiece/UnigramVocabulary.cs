using System.Text.Json;

namespace UniBind.Grid.Media;

/// <summary>A unigram vocabulary as JSON: an array of [piece, score], its index the id, as published with the Universal Sentence Encoder Lite.</summary>
internal sealed class UnigramVocabulary
{
    private const int MaxPieces = 1 << 20, MaxPieceLength = 256;

    private UnigramVocabulary(List<UnigramPiece> pieces, int reserved, string hash)
    {
        Pieces = pieces;
        Reserved = reserved;
        Hash = hash;
        UnknownScore = pieces.Min(p => p.Score) - 10;
    }

    /// <summary>The pieces that text can match.</summary>
    public IReadOnlyList<UnigramPiece> Pieces { get; }

    /// <summary>The first ids, which text never matches; id 0 stands for what is unknown.</summary>
    public int Reserved { get; }

    /// <summary>The score of one unknown character: ten below the worst piece, as in SentencePiece.</summary>
    public float UnknownScore { get; }

    /// <summary>The hash of the file.</summary>
    public string Hash { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not of this format.</exception>
    public static UnigramVocabulary Read(TextResource file, int reserved)
    {
        List<(string Text, double? Score)> entries = [];
        try
        {
            using var document = JsonDocument.Parse(file.Bytes);
            foreach (var entry in document.RootElement.EnumerateArray())
                entries.Add((entry[0].GetString() ?? "", entry[1].ValueKind == JsonValueKind.Null ? null : entry[1].GetDouble()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw file.Bad("is not a JSON array of [piece, score] pairs", e);
        }
        if (entries.Count <= reserved || entries.Count > MaxPieces)
            throw file.Bad($"has {entries.Count} pieces; from {reserved + 1} to {MaxPieces} are possible");

        var pieces = new List<UnigramPiece>(entries.Count - reserved);
        for (var id = reserved; id < entries.Count; id++)
        {
            if (entries[id].Text.Length is 0 or > MaxPieceLength)
                throw file.Bad($"has a piece of {entries[id].Text.Length} characters at index {id}; from 1 to {MaxPieceLength} are possible");
            pieces.Add(new UnigramPiece(entries[id].Text, (float)Score(entries, id, reserved, file), id));
        }
        return new UnigramVocabulary(pieces, reserved, file.Hash);
    }

    /// <summary>
    /// The score of a piece. The published file lost some (all pieces with a colon: null); pieces are sorted by score, so that the mean of the nearest
    /// known neighbours is right to their difference, some hundredths.
    /// </summary>
    private static double Score(List<(string Text, double? Score)> entries, int id, int reserved, TextResource file)
    {
        if (entries[id].Score is { } score)
            return double.IsFinite(score) ? score : throw file.Bad($"has a score that is not finite at index {id}");
        int before = id, after = id;
        while (before >= reserved && entries[before].Score is null)
            before--;
        while (after < entries.Count && entries[after].Score is null)
            after++;
        var low = before >= reserved ? entries[before].Score : null;
        var high = after < entries.Count ? entries[after].Score : null;
        return ((low ?? high) + (high ?? low)) / 2 ?? throw file.Bad("has no scores");
    }
}
