using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>All sets with their raw embeddings, and the embeddings of sentences; what is not in the cache folder is computed.</summary>
internal sealed class LabData : IAsyncDisposable
{
    /// <summary>So many pictures of digits are brought through the class scores too: the balance before training is measured on them.</summary>
    public const int ScoredDigits = 1500;

    private readonly string _folder;
    private readonly EncoderHost _features;
    private readonly EncoderHost _scores;
    private readonly RawCache _raw;
    private readonly RawCache _probabilities;
    private readonly Dictionary<string, float[]> _sentences = new(StringComparer.Ordinal);

    public LabData(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _features = new EncoderHost(EncoderPack.Load(LabPack.Build(Path.Combine(folder, "pack-lab"))), new EncoderHostOptions(), NullLoggerFactory.Instance);
        _scores = new EncoderHost(EncoderPack.Load(LabPack.BuildScores(Path.Combine(folder, "pack-scores"))), new EncoderHostOptions(), NullLoggerFactory.Instance);
        (_raw, _probabilities) = (new RawCache(folder, _features), new RawCache(folder, _scores));
    }

    public async Task<IReadOnlyList<QualitySet>> LoadAsync()
    {
        var sets = new List<QualitySet>();
        foreach (var set in LabSets.All())
            sets.Add(new QualitySet
            {
                Items = set,
                Features = set.Name == "digits-audio" ? await SpeechAsync(set) : await _raw.GetAsync(set),
                Scores = await _probabilities.GetAsync(Scored(set)),
                ScoreLabels = LabelLines.Of(set.Modality),
                Knowledge = set.Name.Split('-')[0],
                Fold = Folds.Of(set),
            });
        return sets;
    }

    /// <summary>The embedding of each sentence; known ones are kept between runs.</summary>
    public async Task<IReadOnlyDictionary<string, float[]>> EmbedAsync(IEnumerable<string> sentences)
    {
        var path = Path.Combine(_folder, "sentences");
        var wanted = sentences.Distinct(StringComparer.Ordinal).ToArray();
        if (_sentences.Count == 0 && File.Exists(path + ".json"))
        {
            var known = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path + ".json"))!;
            var values = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(path + ".f32")).ToArray();
            var dimension = values.Length / known.Length;
            for (var i = 0; i < known.Length; i++)
                _sentences[known[i]] = values.AsSpan(i * dimension, dimension).ToArray();
        }
        var missing = wanted.Where(s => !_sentences.ContainsKey(s)).ToArray();
        if (missing.Length > 0)
        {
            Console.Error.WriteLine($"embedding {missing.Length:N0} sentences");
            var found = await _raw.TextAsync(missing);
            for (var i = 0; i < missing.Length; i++)
                _sentences[missing[i]] = found.Row(i).ToArray();
            await File.WriteAllBytesAsync(path + ".f32", MemoryMarshal.AsBytes(_sentences.Values.SelectMany(v => v).ToArray().AsSpan()).ToArray());
            await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(_sentences.Keys));
        }
        return wanted.ToDictionary(s => s, s => _sentences[s], StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _features.DisposeAsync();
        await _scores.DisposeAsync();
    }

    private static LabSet Scored(LabSet set) => set.Name == "digits-image" ? set with { Name = "digits-image-scored", Items = [.. set.Items.Take(ScoredDigits)] } : set;

    private async Task<EmbeddingMatrix> SpeechAsync(LabSet set)
    {
        var path = Path.Combine(_folder, set.Name + ".speech.f32");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"embedding {set.Items.Count:N0} items of {set.Name} with the speech encoder");
            using var options = JsonDocument.Parse("""{"sampleRate": 16000, "window": 48000, "hop": 48000, "maxWindows": 1}""");
            using var speech = new SpeechEncoder(ProfileRegistry.Create("audio-windows", new ProfileContext { Options = options.RootElement }));
            var values = set.Items.SelectMany(speech.Encode).ToArray();
            await File.WriteAllBytesAsync(path + ".tmp", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            File.Move(path + ".tmp", path, overwrite: true);
        }
        var stored = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(path)).ToArray();
        return new EmbeddingMatrix(stored, set.Items.Count, stored.Length / set.Items.Count);
    }
}
