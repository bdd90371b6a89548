using System.Runtime.InteropServices;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>Writes vectors as JSON.</summary>
internal static class VectorWriter
{
    // Enough for a few segments of the transport; much more would only sit in memory.
    private const int FlushAt = 64 << 10;

    /// <summary>Writes a vector as a list of numbers, each the shortest that reads as the same float32.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="vector">Little-endian float32.</param>
    public static void WriteFloats(Utf8JsonWriter json, ReadOnlySpan<byte> vector)
    {
        json.WriteStartArray();
        foreach (var value in MemoryMarshal.Cast<byte, float>(vector))
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>Sends what is written once it is much, so that a long answer is never in memory as a whole.</summary>
    public static ValueTask FlushAsync(Utf8JsonWriter json, HttpContext context)
    {
        if (json.BytesPending < FlushAt)
            return ValueTask.CompletedTask;
        json.Flush();
        return new ValueTask(context.Response.BodyWriter.FlushAsync(context.RequestAborted).AsTask());
    }
}
