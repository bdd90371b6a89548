using System.Globalization;
using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>What the batch path makes of texts: what the online path must give, too.</summary>
internal static class BatchVectors
{
    /// <summary>How far two paths to one vector may be apart in each of its dimensions.</summary>
    public const float Tolerance = 1e-6f;

    /// <summary>Embeds texts by <c>unibind embed</c> on a grid of its own.</summary>
    /// <returns>A vector for each text.</returns>
    public static async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(IReadOnlyList<string> texts)
    {
        using var folder = new TempFolder();
        return await ComputeAsync(folder, texts, arguments => UniBindCommand.RunAsync(Path.Combine(folder.Path, "home"), arguments));
    }

    /// <summary>Embeds texts by <c>unibind embed</c> as the caller runs it.</summary>
    public static async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(TempFolder folder, IReadOnlyList<string> texts, Func<string[], Task<UniBindCommand.Result>> run)
    {
        var lines = texts.Select((text, i) => JsonSerializer.Serialize(new { id = i.ToString(CultureInfo.InvariantCulture), modality = "text", text }));
        var notes = folder.Write("notes.jsonl", string.Join('\n', lines) + "\n");
        var output = Path.Combine(folder.Path, "vectors");
        var embedded = await run(["embed", notes, "--out", output]);
        Assert.True(embedded.ExitCode == 0, embedded.Errors);
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        await foreach (var row in PartReader.ReadAsync(output, TestContext.Current.CancellationToken))
            vectors[texts[int.Parse(row.Id, CultureInfo.InvariantCulture)]] = row.Embedding;
        Assert.Equal(texts.Distinct(StringComparer.Ordinal).Count(), vectors.Count);
        return vectors;
    }

    /// <summary>The largest difference of two vectors; infinite where they are of different lengths or hold no number.</summary>
    public static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
            return float.PositiveInfinity;
        var largest = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = Math.Abs(a[i] - b[i]);
            largest = float.IsNaN(difference) ? float.PositiveInfinity : Math.Max(largest, difference);
        }
        return largest;
    }

    /// <summary>Fails unless both are one vector.</summary>
    public static void RequireEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        var distance = Distance(expected, actual);
        Assert.True(distance <= Tolerance, $"{what}: the vectors are {distance} apart");
    }
}
