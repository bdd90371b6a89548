using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Testing;

/// <summary>Writes pickles byte by byte, in the forms that torch and numpy give them.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] Bytes => _bytes.ToArray();

    public PickleWriter Op(params ReadOnlySpan<byte> code)
    {
        _bytes.Write(code);
        return this;
    }

    public PickleWriter Op(char code) => Op((byte)code);

    public PickleWriter Start() => Op(0x80, 2);

    public PickleWriter Stop() => Op('.');

    public PickleWriter Global(string module, string name) => Op('c').Op(System.Text.Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleWriter Text(string text)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        return Op('X').Int32(utf8.Length).Op(utf8);
    }

    public PickleWriter Binary(byte[] bytes) => Op('B').Int32(bytes.Length).Op(bytes);

    public PickleWriter Integer(int value) => Op('J').Int32(value);

    /// <summary>The persistent id of a storage.</summary>
    public PickleWriter Storage(string type, string key, int count, bool legacy)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Integer(count);
        return (legacy ? Op('N') : this).Op('t').Op('Q');
    }

    public PickleWriter Tensor(Action<PickleWriter> storage, int offset, int[] size, int[] stride)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        storage(this);
        Integer(offset).Integers(size).Integers(stride).Op(0x89).Global("collections", "OrderedDict").Op(')').Op('R');
        return Op('t').Op('R');
    }

    public PickleWriter Integers(int[] values)
    {
        Op('(');
        foreach (var value in values)
            Integer(value);
        return Op('t');
    }

    private PickleWriter Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Op(bytes);
    }

    /// <summary>torch.save, newer form: a zip archive.</summary>
    public static byte[] Zip(IEnumerable<(string Class, EmbeddingMatrix Rows)> classes, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var pickle = new PickleWriter().Start().Op('}').Op('(');
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var key = 0;
            foreach (var (name, rows) in classes)
            {
                var storage = $"{key++}";
                pickle.Text(name).Tensor(p => p.Storage("FloatStorage", storage, rows.Values.Length, legacy: false), 0, [rows.Rows, rows.Columns], [rows.Columns, 1]);
                Entry($"archive/data/{storage}", MemoryMarshal.AsBytes(rows.Values.Span).ToArray());
            }
            Entry("archive/data.pkl", pickle.Op('u').Stop().Bytes);
            Entry("archive/byteorder", "little"u8.ToArray());

            void Entry(string path, byte[] bytes)
            {
                using var entry = archive.CreateEntry(path, compression).Open();
                entry.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    /// <summary>torch.save, older form: pickles, then the storages. All classes are views of one storage.</summary>
    public static byte[] Legacy(IReadOnlyList<(string Class, EmbeddingMatrix Rows)> classes)
    {
        var all = classes.SelectMany(c => c.Rows.Values.ToArray()).ToArray();
        return LegacyFile(all, p =>
        {
            p.Op('}').Op('(');
            var offset = 0;
            foreach (var (name, rows) in classes)
            {
                p.Text(name).Tensor(s => s.Storage("FloatStorage", "94", all.Length, legacy: true), offset, [rows.Rows, rows.Columns], [rows.Columns, 1]);
                offset += rows.Values.Length;
            }
            p.Op('u');
        });
    }

    /// <summary>pickle.dump of tensors: each storage is a file of torch's older form within the pickle.</summary>
    public static byte[] Plain(IEnumerable<(string Class, EmbeddingMatrix Rows)> classes)
    {
        var pickle = new PickleWriter().Start().Op('}').Op('(');
        foreach (var (name, rows) in classes)
        {
            var inner = LegacyFile(rows.Values.ToArray(), p => p.Storage("FloatStorage", "7", rows.Values.Length, legacy: true));
            pickle.Text(name).Tensor(p => p.Global("torch.storage", "_load_from_bytes").Op('(').Binary(inner).Op('t').Op('R'), 0, [rows.Rows, rows.Columns], [rows.Columns, 1]);
        }
        return pickle.Op('u').Stop().Bytes;
    }

    private static byte[] LegacyFile(float[] values, Action<PickleWriter> content)
    {
        byte[] magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
        var file = new PickleWriter().Start().Op(0x8a, 10).Op(magic).Stop().Start().Op('M').Op(0xe9, 3).Stop()
            .Start().Op('}').Op('(').Text("little_endian").Op(0x88).Op('u').Stop().Start();
        content(file);
        var keys = values.Length > 0 && file.Bytes.AsSpan().IndexOf("94"u8) >= 0 ? "94" : "7";
        file.Stop().Start().Op(']').Op('(').Text(keys).Op('e').Stop();
        Span<byte> count = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(count, values.Length);
        return file.Op(count).Op(MemoryMarshal.AsBytes(values.AsSpan())).Bytes;
    }
}
