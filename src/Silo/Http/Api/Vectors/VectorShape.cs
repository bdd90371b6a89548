using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Silo;

/// <summary>Cuts vectors to fewer dimensions.</summary>
internal static class VectorShape
{
    /// <summary>The first <paramref name="dimensions"/> values, brought to length 1 again; all of them, as they are, where it is null or the whole.</summary>
    /// <param name="vector">Little-endian float32 of length 1.</param>
    /// <param name="dimensions">How many; null for all.</param>
    /// <param name="param">The name of the member that asks for it.</param>
    /// <exception cref="ApiException">The vector has fewer.</exception>
    public static ReadOnlySpan<byte> Cut(byte[] vector, int? dimensions, string param)
    {
        var whole = vector.Length / sizeof(float);
        if (dimensions is not { } wanted || wanted == whole)
            return vector;
        if (wanted > whole)
            throw TooMany(wanted, whole, param);
        var cut = vector.AsSpan(0, wanted * sizeof(float)).ToArray();
        var values = MemoryMarshal.Cast<byte, float>(cut.AsSpan());
        var norm = TensorPrimitives.Norm<float>(values);
        if (norm > 0)
            TensorPrimitives.Divide(values, norm, values);
        return cut;
    }

    /// <summary>Refuses more dimensions than a vector has.</summary>
    public static ApiException TooMany(int wanted, int whole, string param) =>
        new($"'{param}' is {wanted} and the embeddings of this model have {whole} dimensions; ask for 1 to {whole}.", param);
}
