using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Testing;

/// <summary>A small corpus of real data in six modalities, copied from the lab into a temporary folder; the lab has no videos.</summary>
internal static class LabCorpus
{
    private const int Points = 2048;
    private static readonly string[] Sentences =
        ["a photo of a {0}.", "the sound of a {0}.", "a small picture that shows a {0}", "This is a {0}.", "There is a {0} in the scene.", "one {0}, seen from the side"];

    /// <summary>
    /// Writes a sub-folder for each modality and <c>manifest.jsonl</c> (id, uri, modality, labels), classes in turn; skips the calling
    /// test where the lab is absent.
    /// </summary>
    /// <param name="folder">The corpus folder.</param>
    /// <param name="perModality">The items of each modality, or all where the lab has fewer.</param>
    /// <returns>The folder.</returns>
    public static string Build(string folder, int perModality)
    {
        var objects = Lab.Require("data", "objects");
        Directory.CreateDirectory(folder);
        using var manifest = new StreamWriter(Path.Combine(folder, "manifest.jsonl"), append: false, new System.Text.UTF8Encoding(false)) { NewLine = "\n" };
        WriteText(Write, Path.Combine(objects, "image_cifar10"), perModality);
        CopyClasses(Write, "image", Path.Combine(objects, "image_cifar10"), "*.jpg", perModality);
        CopyClasses(Write, "audio", Path.Combine(objects, "audio_esc10"), "*.wav", perModality);
        CopyClasses(Write, "event", Lab.Require("data", "digits", "event_simulated"), "*.bin", perModality);
        CopyClasses(Write, "thermal", Path.Combine(objects, "thermal_hituav"), "*.png", perModality);
        WritePoints(Write, Path.Combine(objects, "pointcloud_sh3d"), perModality);
        return folder;

        void Write(string modality, string name, string label, byte[] bytes)
        {
            var id = $"{modality}/{name}";
            var path = Path.Combine(folder, modality, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
            manifest.WriteLine(JsonSerializer.Serialize(new { id, uri = id, modality, labels = new[] { label } }));
        }
    }

    private static void CopyClasses(WriteItem write, string modality, string source, string pattern, int most)
    {
        foreach (var (label, path) in InTurn(source, pattern).Take(most))
            write(modality, $"{label}/{Path.GetFileName(path)}", label, File.ReadAllBytes(path));
    }

    /// <summary>The first file of each class folder, then the second of each, and so on; sorted by name.</summary>
    private static IEnumerable<(string Label, string Path)> InTurn(string source, string pattern)
    {
        var classes = Directory.GetDirectories(source).Order(StringComparer.Ordinal)
            .Select(f => (Label: Path.GetFileName(f), Files: Directory.GetFiles(f, pattern).Order(StringComparer.Ordinal).ToArray()))
            .ToArray();
        for (var i = 0; i < classes.Max(c => c.Files.Length); i++)
        {
            foreach (var (label, files) in classes)
            {
                if (i < files.Length)
                    yield return (label, files[i]);
            }
        }
    }

    private static void WriteText(WriteItem write, string classes, int most)
    {
        var labels = Directory.GetDirectories(classes).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < Math.Min(most, labels.Length * Sentences.Length); i++)
        {
            var label = labels[i % labels.Length];
            var text = string.Format(CultureInfo.InvariantCulture, Sentences[i / labels.Length], label);
            write("text", string.Create(CultureInfo.InvariantCulture, $"{label}/{i:D4}.txt"), label, System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>One NumPy file float32 [2048, 3] a model.</summary>
    private static void WritePoints(WriteItem write, string source, int most)
    {
        using var points = File.OpenRead(Path.Combine(source, "points.f32"));
        var buffer = new byte[Points * 3 * sizeof(float)];
        foreach (var line in File.ReadLines(Path.Combine(source, "index.csv")).Skip(1).Take(most))
        {
            var fields = line.Split(',');
            points.Position = long.Parse(fields[0], CultureInfo.InvariantCulture) * buffer.Length;
            points.ReadExactly(buffer);
            write("pointcloud", string.Create(CultureInfo.InvariantCulture, $"{fields[1]}/{fields[0]}.npy"), fields[1], [.. NpyHeader(Points), .. buffer]);
        }
    }

    private static byte[] NpyHeader(int rows)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, 3), }}");
        var padded = text.PadRight((10 + text.Length + 1 + 63) / 64 * 64 - 11) + '\n';
        var header = new byte[10 + padded.Length];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)padded.Length);
        System.Text.Encoding.ASCII.GetBytes(padded, header.AsSpan(10));
        return header;
    }

    private delegate void WriteItem(string modality, string name, string label, byte[] bytes);
}
