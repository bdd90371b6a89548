using System.Numerics.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>An item that an encoder is known to encode, with the vector from when it was loaded.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EncoderCanary(PreparedItem item, float[] expected)
{
    /// <summary>Another answer than this far from the first means that the device computes wrongly.</summary>
    private const float Tolerance = 1e-3f;

    /// <summary>Whether the encoder still gives the vector that it gave at first.</summary>
    public bool Sings(EncoderRunner runner, RunBuffers buffers)
    {
        var batch = new EncodeBatch(runner.Contract, [item], expected.Length);
        foreach (var slices in runner.Planner.Plan(batch.Layouts))
        {
            buffers.Fill(batch.Items, slices);
            runner.RunRows(batch, slices, buffers);
        }

        return batch.Result(0).Vector is { } vector && TensorPrimitives.Distance<float>(vector, expected) <= Tolerance;
    }
}
