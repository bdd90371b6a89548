namespace UniBind.Grid.Alignment;

/// <summary>The scores of all classes for some embeddings of a modality, as a job gives them, and the row behind each.</summary>
/// <remarks>Not thread-safe: it reuses its buffers. A class without a row for the modality scores minus infinity.</remarks>
internal sealed class ClassScores(CenterSet centers, SpaceScorer scorer)
{
    /// <summary>The values of each buffer.</summary>
    private const int MaxValues = 1 << 20;
    private const int MaxItems = 256;

    private readonly int _classes = centers.Classes.Count;
    private float[] _scores = [];
    private int[] _rows = [];
    private float[] _nearest = [];

    /// <summary>The most items to fill in at one time, so that memory is bounded.</summary>
    public static int ItemsOf(CenterSet centers) => Math.Clamp(MaxValues / centers.Classes.Count, 1, MaxItems);

    /// <summary>The classes that a modality can be given.</summary>
    public static int VisibleOf(CenterSet centers, Modality modality) => Enumerable.Range(0, centers.Classes.Count).Count(c =>
    {
        var (start, count) = centers.RowsOf(c);
        return Enumerable.Range(start, count).Any(r => centers.Counts(r, modality));
    });

    /// <summary>The score of each class for an item.</summary>
    public ReadOnlySpan<float> ScoresOf(int item) => _scores.AsSpan(item * _classes, _classes);

    /// <summary>The most similar row of each class, -1 for a class without rows.</summary>
    public ReadOnlySpan<int> RowsOf(int item) => _rows.AsSpan(item * _classes, _classes);

    /// <summary>The similarity of that row.</summary>
    public ReadOnlySpan<float> NearestOf(int item) => _nearest.AsSpan(item * _classes, _classes);

    /// <summary>Scores embeddings, in place of those before.</summary>
    /// <param name="embeddings">L2-normalised, at most <see cref="ItemsOf"/>.</param>
    public void Fill(EmbeddingMatrix embeddings)
    {
        var values = embeddings.Rows * _classes;
        if (_scores.Length < values)
            (_scores, _rows, _nearest) = (new float[values], new int[values], new float[values]);
        _scores.AsSpan().Fill(float.NegativeInfinity);
        _rows.AsSpan().Fill(-1);
        _nearest.AsSpan().Fill(float.NegativeInfinity);
        scorer.ForEachClass(embeddings, (item, index, score, row, nearest) =>
        {
            var at = (item * _classes) + index;
            (_scores[at], _rows[at], _nearest[at]) = (score, row, nearest);
        });
    }
}
