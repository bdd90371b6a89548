using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>
/// The SHA-256 of one row over all columns in their order: text as its UTF-8 length (int32, -1 for null) and bytes, a list as its count and
/// entries, the score as its presence (int32 0 or 1) and bits, truth as int32 0 or 1, floats as their IEEE bits; all little-endian. The split comes last, and only where there is one,
/// so that outputs from before the column existed keep their hash.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CanonicalRow : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[4096];

    public byte[] Digest(OutputRow row)
    {
        Text(row.Id);
        Text(row.Uri);
        Text(row.Modality.Name());
        Number(row.Labels.Count);
        foreach (var label in row.Labels)
            Text(label);
        Text(row.Group);
        Text(row.Class);
        Number(row.Score is null ? 0 : 1);
        if (row.Score is { } score)
            Number(BitConverter.SingleToInt32Bits(score));
        Text(row.Space);
        Text(row.Encoder);
        Text(row.Head);
        Text(row.ContentSha256);
        Number(row.Truncated ? 1 : 0);
        Number(row.Embedding.Length);
        Floats(row.Embedding);
        if (row.Split is not null)
            Text(row.Split);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private void Text(string? text)
    {
        if (text is null)
        {
            Number(-1);
            return;
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _buffer.Length)
            _buffer = new byte[most];
        var length = Encoding.UTF8.GetBytes(text, _buffer);
        Number(length);
        _hash.AppendData(_buffer, 0, length);
    }

    private void Floats(float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            _hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            return;
        }
        foreach (var value in values)
            Number(BitConverter.SingleToInt32Bits(value));
    }

    private void Number(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }
}
