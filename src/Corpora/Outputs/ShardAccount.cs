using System.Text.Json.Serialization;

namespace UniBind.Grid.Corpora;

/// <summary>The account of one committed shard: items = rows + dead letters, rows = embedded + reused + carried + duplicate.</summary>
/// <remarks>It is stored inside the part, so that rows and dead letters are committed by one name appearing.</remarks>
public sealed record ShardAccount
{
    /// <summary>The shard.</summary>
    public required string Shard { get; init; }

    /// <summary>The rows of the part.</summary>
    public required int Rows { get; init; }

    /// <summary>The rows that were encoded.</summary>
    public required int Embedded { get; init; }

    /// <summary>The rows from the cache.</summary>
    public int Reused { get; init; }

    /// <summary>The rows from an earlier job.</summary>
    public int Carried { get; init; }

    /// <summary>The rows that repeat an earlier item's content.</summary>
    public int Duplicate { get; init; }

    /// <summary>Further rows of items that have several.</summary>
    public int Continuation { get; init; }

    /// <summary>The length of the embeddings; 0 without rows.</summary>
    public int Dimension { get; init; }

    /// <summary>The space of the rows; empty without rows.</summary>
    public string Space { get; init; } = "";

    /// <summary>The items that got no row.</summary>
    public required IReadOnlyList<DeadLetter> DeadLetters { get; init; }

    /// <summary>The try that won.</summary>
    public required int Attempt { get; init; }

    /// <summary>The coordinator's epoch that the winning try was leased under.</summary>
    public required long Epoch { get; init; }

    /// <summary>All items of the shard.</summary>
    [JsonIgnore]
    public int Items => Rows - Continuation + DeadLetters.Count;

    /// <summary>The SHA-256 of the part's file (of its <c>.json</c> where a part is several files, which holds the hashes of the others).</summary>
    [JsonIgnore]
    public string Sha256 { get; init; } = "";

    /// <summary>The bytes of the part, all its files together.</summary>
    [JsonIgnore]
    public long Bytes { get; init; }

    /// <summary>The account of rows and dead letters that are about to be committed.</summary>
    /// <exception cref="ArgumentException">Rows of different spaces or dimensions, which one output never mixes.</exception>
    internal static ShardAccount Of(string shard, int attempt, long epoch, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> deadLetters)
    {
        Span<int> origins = stackalloc int[5];
        origins.Clear();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Embedding.Length != rows[0].Embedding.Length || rows[i].Embedding.Length == 0)
                throw new ArgumentException($"Row {i} of shard {shard} has {rows[i].Embedding.Length} values and the first one {rows[0].Embedding.Length}.", nameof(rows));
            if (rows[i].Space != rows[0].Space)
                throw new ArgumentException($"Shard {shard} mixes the spaces {rows[0].Space} and {rows[i].Space}.", nameof(rows));
            origins[(int)rows[i].Origin]++;
        }
        return new ShardAccount
        {
            Shard = shard,
            Rows = rows.Count,
            Embedded = origins[(int)RowOrigin.Embedded],
            Reused = origins[(int)RowOrigin.Reused],
            Carried = origins[(int)RowOrigin.Carried],
            Duplicate = origins[(int)RowOrigin.Duplicate],
            Continuation = origins[(int)RowOrigin.Continuation],
            Dimension = rows.Count == 0 ? 0 : rows[0].Embedding.Length,
            Space = rows.Count == 0 ? "" : rows[0].Space,
            DeadLetters = deadLetters,
            Attempt = attempt,
            Epoch = epoch,
        };
    }
}
