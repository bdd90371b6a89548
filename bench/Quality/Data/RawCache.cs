using System.Runtime.InteropServices;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;
using UniBind.Grid.Media;

namespace UniBind.Grid.Bench.Quality;

/// <summary>Raw embeddings of the lab's data, computed once and kept in a folder.</summary>
internal sealed class RawCache(string folder, EncoderHost host)
{
    private const int Batch = 8;

    /// <summary>The raw embeddings of a set; an item that cannot be decoded ends the run.</summary>
    public async Task<EmbeddingMatrix> GetAsync(LabSet set)
    {
        var path = Path.Combine(folder, $"{set.Name}.{host.Pack.Name}.f32");
        var encoder = await host.GetAsync(set.Modality, CancellationToken.None);
        var count = set.Items.Count;
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"embedding {count:N0} items of {set.Name} with {host.Pack.Name}");
            Directory.CreateDirectory(folder);
            var values = new float[(long)count * encoder.Dimension];
            for (var at = 0; at < count; at += Batch)
            {
                var batch = set.Items.Skip(at).Take(Batch).AsParallel().AsOrdered().Select(item => Prepare(item, set.Modality, encoder)).ToArray();
                var results = await encoder.EncodeBatchAsync(batch, CancellationToken.None);
                for (var i = 0; i < results.Length; i++)
                    (results[i].Vector ?? throw results[i].Error!).CopyTo(values, (long)(at + i) * encoder.Dimension);
            }
            await File.WriteAllBytesAsync(path + ".tmp", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            File.Move(path + ".tmp", path, overwrite: true);
        }
        var stored = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(path)).ToArray();
        return new EmbeddingMatrix(stored, count, encoder.Dimension);
    }

    /// <summary>The embeddings of sentences.</summary>
    public async Task<EmbeddingMatrix> TextAsync(IReadOnlyList<string> sentences)
    {
        var encoder = await host.GetAsync(Modality.Text, CancellationToken.None);
        var rows = new List<float[]>();
        foreach (var chunk in sentences.Chunk(Batch))
        {
            var results = await encoder.EncodeBatchAsync([.. chunk.Select(s => Prepare(new LabItem("", "", "", "s.txt", () => System.Text.Encoding.UTF8.GetBytes(s)), Modality.Text, encoder))], CancellationToken.None);
            rows.AddRange(results.Select(r => r.Vector ?? throw r.Error!));
        }
        return EmbeddingMatrix.From(rows, encoder.Dimension);
    }

    private static PreparedItem Prepare(LabItem item, Modality modality, ModalityEncoder encoder)
    {
        using var content = MediaContent.FromBytes(item.Name, item.Read());
        return encoder.Profile.Prepare(content, MediaSniffer.Detect(content, modality).Format, CancellationToken.None);
    }
}
