using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Encoding.Tests;

public sealed class TransformerGraphTests
{
    [Fact]
    public void Build_SameSeed_GivesTheSameBytes()
    {
        Assert.Equal(TransformerGraph.Build(3), TransformerGraph.Build(3));
        Assert.NotEqual(TransformerGraph.Build(3), TransformerGraph.Build(4));
    }

    [Fact]
    public void Run_RowPaddedAndBatched_EqualsTheRowAlone()
    {
        using var session = new InferenceSession(TransformerGraph.Build(seed: 7, dim: 24, layers: 2, heads: 4));
        float[] alone = Run(session, [5, 9, 40], [1, 1, 1], rows: 1);
        float[] batched = Run(session, [1, 2, 3, 4, 5, 5, 9, 40, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0], rows: 2);

        Assert.Equal(24, alone.Length);
        Assert.Contains(alone, v => MathF.Abs(v) > 0.05f);
        for (var i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], batched[24 + i], 1e-6f);
    }

    private static float[] Run(InferenceSession session, long[] ids, float[] mask, int rows)
    {
        long[] shape = [rows, ids.Length / rows];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["input_ids", "attention_mask"], [idsValue, maskValue], ["embedding"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
