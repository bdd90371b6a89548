using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>Reads a safetensors file. Tensors of floats are mapped, not read; the others are copied.</summary>
/// <remarks>
/// The file is untrusted: header, offsets and shapes are checked against its length before anything is mapped. Thread-safe. Memory that
/// was mapped is valid as long as its matrix is referred to.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };
    private const int MaxHeader = 100 << 20;
    private readonly string _path;
    private readonly MemoryMappedFile? _map;
    private readonly long _data;
    private readonly Dictionary<string, Entry> _tensors = new(StringComparer.Ordinal);
    private readonly List<MappedFloats> _mapped = [];

    private SafetensorsFile(string path, MemoryMappedFile? map, long data)
    {
        _path = path;
        _map = map;
        _data = data;
    }

    /// <summary>The header's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="AlignmentException">It is missing, truncated, or no safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> prefix = stackalloc byte[8];
            if (stream.Length < 8)
                throw Broken(path, "it is shorter than its header's length");
            stream.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > MaxHeader || (long)length > stream.Length - 8)
                throw Broken(path, "its header is longer than the file or than 100 MiB");
            var json = new byte[length];
            stream.ReadExactly(json);
            var data = 8 + (long)length;
            var available = stream.Length - data;
            var map = available > 0 ? MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read) : null;
            var file = new SafetensorsFile(path, map, data);
            try
            {
                file.ReadHeader(json, available);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Broken(path, $"its header is not understood ({e.Message})");
        }
    }

    /// <summary>Whether the file has the tensor.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="AlignmentException">The file has no such tensor.</exception>
    public IReadOnlyList<long> ShapeOf(string name) => Find(name).Shape;

    /// <summary>A tensor of floats of two dimensions, mapped.</summary>
    /// <exception cref="AlignmentException">There is none of this name, type and number of dimensions, it is too large, or the file cannot be mapped.</exception>
    public EmbeddingMatrix Matrix(string name)
    {
        var entry = Find(name, "F32");
        if (entry.Shape.Length != 2)
            throw Broken(_path, $"the tensor '{name}' has {entry.Shape.Length} dimensions, not 2");
        var values = entry.Shape[0] * entry.Shape[1];
        if (values > Array.MaxLength)
            throw Broken(_path, $"the tensor '{name}' has {values:N0} values, and one matrix holds {Array.MaxLength:N0}");
        var count = (int)values;
        if (count == 0)
            return new EmbeddingMatrix(Array.Empty<float>(), (int)entry.Shape[0], (int)entry.Shape[1]);
        var floats = Map(_data + entry.Start, count);
        lock (_mapped)
            _mapped.Add(floats);
        return new EmbeddingMatrix(floats.Memory, (int)entry.Shape[0], (int)entry.Shape[1]);
    }

    /// <summary>The values of a tensor, copied.</summary>
    /// <exception cref="AlignmentException">There is none of this name and type, it is too large, or the file cannot be read.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        var entry = Find(name, SafetensorsTypes.NameOf<T>());
        var bytes = entry.End - entry.Start;
        if (bytes > Array.MaxLength)
            throw Broken(_path, $"the tensor '{name}' is longer ({bytes:N0} bytes) than what is read at once ({Array.MaxLength:N0})");
        var values = new T[bytes / Marshal.SizeOf<T>()];
        try
        {
            using var stream = File.OpenRead(_path);
            stream.Position = _data + entry.Start;
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_path, e);
        }
    }

    /// <summary>Closes the file. Matrices that were taken from it stay valid as long as somebody refers to them.</summary>
    public void Dispose()
    {
        _map?.Dispose();
        lock (_mapped)
            _mapped.Clear();
    }

    private Entry Find(string name, string? type = null)
    {
        if (!_tensors.TryGetValue(name, out var entry))
            throw Broken(_path, $"it has no tensor '{name}'");
        return type is null || entry.Type == type ? entry : throw Broken(_path, $"the tensor '{name}' is of type {entry.Type}, not {type}");
    }

    private void ReadHeader(byte[] json, long available)
    {
        using var document = JsonDocument.Parse(json, Options);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                Metadata = property.Value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
                continue;
            }
            var type = property.Value.GetProperty("dtype").GetString() ?? "";
            var shape = property.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()).ToArray();
            var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64()).ToArray();
            if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > available || shape.Any(n => n is < 0 or > int.MaxValue))
                throw Broken(_path, $"the tensor '{property.Name}' reaches beyond the file, which may be truncated");
            var known = type is "F32" or "F64" or "I32" or "I64" or "U8";
            if (known && shape.Aggregate((Int128)SafetensorsTypes.SizeOf(type), (product, n) => product * n) != offsets[1] - offsets[0])
                throw Broken(_path, $"the tensor '{property.Name}' has another size than its shape");
            _tensors.Add(property.Name, new Entry(type, shape, offsets[0], offsets[1]));
        }
    }

    private MappedFloats Map(long start, int count)
    {
        try
        {
            return new MappedFloats(_map!, start, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_path, e);
        }
    }

    private static AlignmentException Unreadable(string path, Exception e) => new($"The file '{path}' cannot be read: {e.Message}", e);

    private static AlignmentException Broken(string path, string what) => new($"The file '{path}' is no usable safetensors file: {what}.");

    private sealed record Entry(string Type, long[] Shape, long Start, long End);
}
