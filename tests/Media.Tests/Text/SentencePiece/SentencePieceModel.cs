using System.Buffers.Binary;
using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Writes a small unigram model as SentencePiece does: a ModelProto of pieces, trainer_spec and normalizer_spec.</summary>
internal static class SentencePieceModel
{
    public static byte[] Write((string Piece, double? Score)[] pieces)
    {
        var model = new List<byte>();
        for (var i = 0; i < pieces.Length; i++)
        {
            var score = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(score, (float)pieces[i].Score!.Value);
            // Types: 1 normal, 2 unknown, 3 control.
            model.AddRange(Message(1, [.. Message(1, Encoding.UTF8.GetBytes(pieces[i].Piece)), 2 << 3 | 5, .. score, .. Number(3, i switch { 0 => 2, 1 or 2 => 3, _ => 1 })]));
        }
        // model_type 1 is unigram; ids of <unk>, <s>, </s>, no <pad>.
        model.AddRange(Message(2, [.. Number(3, 1), .. Number(40, 0), .. Number(41, 1), .. Number(42, 2)]));
        // add_dummy_prefix, remove_extra_whitespaces, escape_whitespaces.
        model.AddRange(Message(3, [.. Message(1, "identity"u8), .. Number(3, 1), .. Number(4, 1), .. Number(5, 1)]));
        return [.. model];
    }

    private static byte[] Message(int field, ReadOnlySpan<byte> bytes) => [.. Varint((uint)field << 3 | 2), .. Varint((uint)bytes.Length), .. bytes];

    private static byte[] Number(int field, uint value) => [.. Varint((uint)field << 3), .. Varint(value)];

    private static byte[] Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
