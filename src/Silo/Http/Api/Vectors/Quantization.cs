using System.Runtime.InteropServices;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>The compact forms of vectors that Cohere's API names.</summary>
/// <remarks>
/// <c>int8</c> is round(127 x / max|x|): scaled by the vector's own largest value, which a cosine does not see. <c>uint8</c> is that plus 128.
/// <c>ubinary</c> is one bit a value, 1 for above 0, the first value in the highest bit, the last byte filled with zeros; <c>binary</c> is that less 128.
/// </remarks>
internal static class Quantization
{
    /// <summary>The names of the forms.</summary>
    public static IReadOnlyList<string> Types { get; } = ["float", "int8", "uint8", "binary", "ubinary", "base64"];

    /// <summary>Writes a vector in one form.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="vector">Little-endian float32.</param>
    /// <param name="type">One of <see cref="Types"/>.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> vector, string type)
    {
        switch (type)
        {
            case "float":
                VectorWriter.WriteFloats(json, vector);
                break;
            case "base64":
                json.WriteBase64StringValue(vector);
                break;
            case "int8" or "uint8":
                WriteScaled(json, MemoryMarshal.Cast<byte, float>(vector), type == "uint8" ? 128 : 0);
                break;
            default:
                WriteBits(json, MemoryMarshal.Cast<byte, float>(vector), type == "binary" ? 128 : 0);
                break;
        }
    }

    private static void WriteScaled(Utf8JsonWriter json, ReadOnlySpan<float> values, int offset)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        var scale = largest > 0 ? 127f / largest : 0;
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteNumberValue((int)MathF.Round(value * scale) + offset);
        json.WriteEndArray();
    }

    private static void WriteBits(Utf8JsonWriter json, ReadOnlySpan<float> values, int offset)
    {
        json.WriteStartArray();
        for (var start = 0; start < values.Length; start += 8)
        {
            var bits = 0;
            for (var i = start; i < Math.Min(start + 8, values.Length); i++)
                bits |= values[i] > 0 ? 0x80 >> (i - start) : 0;
            json.WriteNumberValue(bits - offset);
        }
        json.WriteEndArray();
    }
}
