using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Alignment;

/// <summary>Writes a safetensors file: an 8-byte length, a JSON header, the tensors' bytes. Little-endian; equal content gives equal bytes.</summary>
/// <remarks>Not thread-safe. Format: github.com/huggingface/safetensors, version 0.4.</remarks>
public sealed class SafetensorsWriter
{
    private readonly List<(string Name, string Type, long[] Shape, long Bytes, Func<Stream, CancellationToken, Task> Write)> _tensors = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a pair of the header's metadata.</summary>
    public SafetensorsWriter Metadata(string key, string value)
    {
        _metadata.Add(key, value);
        return this;
    }

    /// <summary>Adds a tensor of numbers. The memory is read when the file is written.</summary>
    /// <exception cref="NotSupportedException">Numbers of this type have no name in the format.</exception>
    public SafetensorsWriter Tensor<T>(string name, ReadOnlyMemory<T> values, params long[] shape)
        where T : unmanaged =>
        Tensor<T>(name, [values], shape);

    /// <summary>Adds a tensor whose values lie in several pieces, one after the other.</summary>
    /// <exception cref="ArgumentException">The pieces do not fill the shape.</exception>
    public SafetensorsWriter Tensor<T>(string name, IReadOnlyList<ReadOnlyMemory<T>> pieces, params long[] shape)
        where T : unmanaged
    {
        var count = shape.Aggregate(1L, (product, n) => product * n);
        if (pieces.Sum(p => (long)p.Length) != count)
            throw new ArgumentException($"The tensor '{name}' has {pieces.Sum(p => (long)p.Length):N0} values and its shape {count:N0}.", nameof(pieces));
        _tensors.Add((name, SafetensorsTypes.NameOf<T>(), shape, count * Marshal.SizeOf<T>(), async (stream, ct) =>
        {
            foreach (var piece in pieces)
                await WriteAsync(stream, piece, ct).ConfigureAwait(false);
        }
        ));
        return this;
    }

    /// <summary>Writes the file.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new JsonObject();
        if (_metadata.Count > 0)
            header["__metadata__"] = new JsonObject(_metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value)));
        var offset = 0L;
        foreach (var (name, type, shape, bytes, _) in _tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(n => (JsonNode)n)]),
                ["data_offsets"] = new JsonArray(offset, offset + bytes),
            };
            offset += bytes;
        }
        var json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());

        // Tensors begin at a multiple of 64 bytes, so that a mapped file can be handed to vector code as it is.
        var padded = ((json.Length + 8 + 63) / 64 * 64) - 8;
        var head = new byte[8 + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)padded);
        json.CopyTo(head, 8);
        head.AsSpan(8 + json.Length).Fill((byte)' ');
        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        foreach (var tensor in _tensors)
            await tensor.Write(stream, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync<T>(Stream stream, ReadOnlyMemory<T> values, CancellationToken cancellationToken)
        where T : unmanaged
    {
        const int Piece = 1 << 20;
        var buffer = new byte[Math.Min(Piece, Math.Max(1, values.Length)) * Marshal.SizeOf<T>()];
        for (var at = 0; at < values.Length; at += Piece)
        {
            var count = Math.Min(Piece, values.Length - at);
            var bytes = count * Marshal.SizeOf<T>();
            MemoryMarshal.AsBytes(values.Span.Slice(at, count)).CopyTo(buffer);
            await stream.WriteAsync(buffer.AsMemory(0, bytes), cancellationToken).ConfigureAwait(false);
        }
    }
}
