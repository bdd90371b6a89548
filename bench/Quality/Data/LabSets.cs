using System.IO.Compression;
using System.Runtime.InteropServices;
using NetVips;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>The labelled data of the lab, read in place.</summary>
internal static class LabSets
{
    private const int MnistSide = 28;

    /// <summary>Every set, in the order in which results are printed.</summary>
    public static IReadOnlyList<LabSet> All() =>
    [
        DigitImages(), DigitSpeech(), DigitEvents(), DigitPoints(),
        Folder("cifar10-image", Modality.Image, "image_cifar10", "*.jpg", path => Path.GetFileName(path)),
        Folder("esc10-audio", Modality.Audio, "audio_esc10", "*.wav", path => "fold" + Path.GetFileName(path)[0]),
        Thermal(), Furniture(),
    ];

    private static LabSet DigitImages()
    {
        var folder = Lab.Require("data", "digits", "image_mnist");
        var pixels = Unzip(Directory.GetFiles(folder, "*images*").Single());
        var labels = Unzip(Directory.GetFiles(folder, "*labels*").Single());
        var items = Enumerable.Range(0, labels.Length - 8).Select(i => new LabItem(
            $"mnist-{i:D5}", ((int)labels[8 + i]).ToString(System.Globalization.CultureInfo.InvariantCulture), $"mnist-{i:D5}", $"{i}.png",
            () => Png(pixels.AsSpan(16 + (i * MnistSide * MnistSide), MnistSide * MnistSide).ToArray())));
        return new LabSet("digits-image", Modality.Image, [.. items]);
    }

    private static LabSet DigitSpeech() => new("digits-audio", Modality.Audio, [.. Files(Lab.Require("data", "digits", "audio_fsdd"), "*.wav").Select(path =>
    {
        var parts = Path.GetFileNameWithoutExtension(path).Split('_');
        return new LabItem(Path.GetFileName(path), parts[0], parts[1], Path.GetFileName(path), () => File.ReadAllBytes(path));
    })]);

    private static LabSet DigitEvents() => new("digits-event", Modality.Event, [.. Directory.GetDirectories(Lab.Require("data", "digits", "event_simulated")).Order(StringComparer.Ordinal)
        .SelectMany(folder => Files(folder, "*.bin")).Select(path => new LabItem(
            Path.GetFileName(Path.GetDirectoryName(path)!) + "/" + Path.GetFileName(path), Path.GetFileName(Path.GetDirectoryName(path)!),
            "mnist-" + Path.GetFileNameWithoutExtension(path), Path.GetFileName(path), () => File.ReadAllBytes(path)))]);

    private static LabSet DigitPoints()
    {
        var folder = Lab.Require("data", "digits", "pointcloud_derived");
        return Points("digits-pointcloud", folder, 1024, cells => ($"points-{cells[0]}", cells[1], $"mnist-{int.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture):D5}"));
    }

    private static LabSet Furniture() =>
        Points("furniture-pointcloud", Lab.Require("data", "objects", "pointcloud_sh3d"), 2048, cells => ($"model-{cells[0]}", cells[1], $"model-{cells[0]}"));

    private static LabSet Thermal()
    {
        var folder = Lab.Require("data", "objects", "thermal_hituav");
        return new LabSet("thermal", Modality.Thermal, [.. Rows(folder).Select(cells => new LabItem(
            cells[1], cells[0], cells[2], cells[1], () => File.ReadAllBytes(Path.Combine(folder, cells[0], cells[1]))))]);
    }

    private static LabSet Folder(string name, Modality modality, string folder, string pattern, Func<string, string> unit) =>
        new(name, modality, [.. Directory.GetDirectories(Lab.Require("data", "objects", folder)).Order(StringComparer.Ordinal)
            .SelectMany(each => Files(each, pattern)).Select(path => new LabItem(
                Path.GetFileName(Path.GetDirectoryName(path)!) + "/" + Path.GetFileName(path), Path.GetFileName(Path.GetDirectoryName(path)!), unit(path), Path.GetFileName(path), () => File.ReadAllBytes(path)))]);

    private static LabSet Points(string name, string folder, int points, Func<string[], (string Id, string Label, string Unit)> read)
    {
        var file = Directory.GetFiles(folder, "*.f32").Single();
        return new LabSet(name, Modality.PointCloud, [.. Rows(folder).Select((cells, row) =>
        {
            var (id, label, unit) = read(cells);
            return new LabItem(id, label, unit, id + ".npy", () => Npy(file, row, points));
        })]);
    }

    private static IEnumerable<string[]> Rows(string folder) => File.ReadLines(Path.Combine(folder, "index.csv")).Skip(1).Select(line => line.Split(','));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal);

    private static byte[] Unzip(string path)
    {
        using var zip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zip.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] Png(byte[] pixels)
    {
        using var image = Image.NewFromMemory(pixels, MnistSide, MnistSide, 1, Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }

    private static byte[] Npy(string file, int row, int points)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({points}, 3), }}".PadRight(117) + "\n";
        var bytes = new byte[10 + header.Length + (points * 3 * sizeof(float))];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        magic.CopyTo(bytes);
        MemoryMarshal.Write(bytes.AsSpan(8), (ushort)header.Length);
        System.Text.Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        using var stream = File.OpenRead(file);
        stream.Position = (long)row * points * 3 * sizeof(float);
        stream.ReadExactly(bytes.AsSpan(10 + header.Length));
        return bytes;
    }
}
