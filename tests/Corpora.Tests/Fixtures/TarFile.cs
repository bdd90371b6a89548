using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Tars by the framework's own writer: an implementation that the code under test does not share.</summary>
internal static class TarFile
{
    public static byte[] Pack(TarEntryFormat format, params (string Name, string Content)[] entries) =>
        Pack(format, w =>
        {
            foreach (var (name, content) in entries)
                Add(w, format, name, Encoding.UTF8.GetBytes(content));
        });

    public static byte[] Pack(params (string Name, string Content)[] entries) => Pack(TarEntryFormat.Pax, entries);

    public static byte[] Pack(TarEntryFormat format, Action<TarWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
            write(writer);
        return stream.ToArray();
    }

    public static void Add(TarWriter writer, TarEntryFormat format, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            _ => new PaxTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        writer.WriteEntry(entry);
    }

    /// <summary>Makes the checksums of all headers right again, so that damage reaches the fields behind them.</summary>
    public static void RepairChecksums(byte[] tar)
    {
        for (var at = 0; at + 512 <= tar.Length; at += 512)
        {
            var block = tar.AsSpan(at, 512);
            if (!block.Slice(257, 5).SequenceEqual("ustar"u8))
                continue;
            block.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in block)
                sum += value;
            Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
        }
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
