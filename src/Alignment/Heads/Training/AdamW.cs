using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Alignment;

/// <summary>AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) and the schedule of its learning rate.</summary>
internal sealed class AdamW(HeadTrainingOptions options, int steps, HeadParameters first, HeadParameters second)
{
    public HeadParameters First => first;

    public HeadParameters Second => second;

    /// <summary>The learning rate of a step, counted from 0.</summary>
    public double RateOf(int step)
    {
        if (step < options.WarmUpSteps)
            return options.LearningRate * (step + 1) / options.WarmUpSteps;
        var done = (double)(step - options.WarmUpSteps) / Math.Max(1, steps - options.WarmUpSteps);
        return options.LearningRate * options.Schedule switch
        {
            HeadSchedule.Linear => 1 - done,
            HeadSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
            _ => 1,
        };
    }

    /// <summary>Scales a gradient down to the greatest length.</summary>
    public void Clip(HeadParameters gradient)
    {
        if (options.ClipNorm == 0)
            return;
        var norm = Math.Sqrt((double)TensorPrimitives.SumOfSquares<float>(gradient.Weights) + TensorPrimitives.SumOfSquares<float>(gradient.Bias));
        if (norm <= options.ClipNorm)
            return;
        var factor = (float)(options.ClipNorm / norm);
        TensorPrimitives.Multiply(gradient.Weights, factor, gradient.Weights);
        TensorPrimitives.Multiply(gradient.Bias, factor, gradient.Bias);
    }

    /// <summary>Takes a step, counted from 0.</summary>
    public void Step(int step, HeadParameters parameters, HeadParameters gradient)
    {
        var rate = RateOf(step);
        Step(step, rate, parameters.Weights, gradient.Weights, first.Weights, second.Weights);
        Step(step, rate, parameters.Bias, gradient.Bias, first.Bias, second.Bias);
    }

    private void Step(int step, double rate, Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v)
    {
        var (beta1, beta2) = ((float)options.Beta1, (float)options.Beta2);
        var keep = (float)(1 - (rate * options.WeightDecay));
        var size = (float)(rate / (1 - Math.Pow(options.Beta1, step + 1)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step + 1)));
        var epsilon = (float)options.Epsilon;
        var ws = MemoryMarshal.Cast<float, Vector<float>>(w);
        var ms = MemoryMarshal.Cast<float, Vector<float>>(m);
        var vs = MemoryMarshal.Cast<float, Vector<float>>(v);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(g);
        for (var i = 0; i < ws.Length; i++)
        {
            ms[i] = (ms[i] * beta1) + (gs[i] * (1 - beta1));
            vs[i] = (vs[i] * beta2) + (gs[i] * gs[i] * (1 - beta2));
            ws[i] = (ws[i] * keep) - (ms[i] * size / ((Vector.SquareRoot(vs[i]) * root) + new Vector<float>(epsilon)));
        }
        for (var i = ws.Length * Vector<float>.Count; i < w.Length; i++)
        {
            m[i] = (m[i] * beta1) + (g[i] * (1 - beta1));
            v[i] = (v[i] * beta2) + (g[i] * g[i] * (1 - beta2));
            w[i] = (w[i] * keep) - (m[i] * size / ((MathF.Sqrt(v[i]) * root) + epsilon));
        }
    }
}
