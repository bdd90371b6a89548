using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>Opens an encoder's session, warms it up, and measures what the pack leaves open. Blocks its thread for as long as that takes.</summary>
internal sealed class EncoderLoader(PackEncoder encoder, EncoderHostOptions options, ILogger logger)
{
    /// <summary>By how much a batch may change an item's vector.</summary>
    public const float Invariance = 1e-6f;

    /// <summary>Loads an encoder.</summary>
    /// <exception cref="PackException">The model does not load, or is not what the pack says.</exception>
    /// <exception cref="ProviderUnavailableException">The device is not to be had.</exception>
    public (EncoderRunner Runner, BatchLimits Tuned) Load()
    {
        var session = new OnnxSession(encoder.ModelPath, options);
        IDisposable owner = session;
        try
        {
            var runner = new EncoderRunner(encoder, EncoderContract.Bind(encoder, session.Signature), session, options.HangTimeout, logger);
            owner = runner;
            var tuned = WarmUp(runner);
            runner.ResetCounters();
            return (runner, tuned);
        }
        catch (Exception e) when (e is OnnxRuntimeException or RunTimeoutException)
        {
            owner.Dispose();
            throw PackException.At(encoder.Folder, encoder.Place, $"the model fails on a synthetic item: {e.Message}", e);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private BatchLimits WarmUp(EncoderRunner runner)
    {
        var item = SyntheticItem.Create(encoder.Profile, runner.Contract, 1);
        var longer = runner.Contract.IsDynamic ? SyntheticItem.Create(encoder.Profile, runner.Contract, 3) : item;
        var buffers = runner.Rent();
        try
        {
            if (ItemLayout.Of(runner.Contract, item, out _) is { } misfit)
                throw PackException.At(encoder.Folder, encoder.Place + ".preprocessing", $"the profile '{encoder.Profile.Name}' makes items that the model does not take: {misfit.Message} Choose the profile's options that fit.", misfit);
            buffers.Fill([item], [new RowSlice(0, 0, 1)]);
            runner.LearnOutput(buffers);
            var alone = Encode(runner, buffers, [item])[0];
            if (alone.Vector is null)
                throw PackException.At(encoder.Folder, encoder.Place, $"the encoder gives no vector for a synthetic item: {alone.Error!.Message}", alone.Error);
            runner.SetCanary(new EncoderCanary(item, alone.Vector));
            if (runner.Padding == PaddingMode.Auto)
                runner.SetPadding(PaddingDelta(runner, buffers, item, longer) <= Invariance ? PaddingMode.Allow : PaddingMode.Equal);
            return Tune(runner, buffers, longer);
        }
        finally
        {
            runner.Return(buffers);
        }
    }

    /// <summary>By how much filling an item up beside a longer one changes its vector; 0 where all items have one size.</summary>
    public static float PaddingDelta(EncoderRunner runner, RunBuffers buffers, PreparedItem item, PreparedItem longer)
    {
        if (!runner.Contract.IsDynamic || runner.Contract.SingleRow)
            return 0;
        var alone = Encode(runner, buffers, [item])[0].Vector;
        var padded = Encode(runner, buffers, [item, longer])[0].Vector;
        return alone is null || padded is null ? float.PositiveInfinity : MaxDelta(alone, padded);
    }

    /// <summary>The largest difference between two vectors' components.</summary>
    public static float MaxDelta(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return MathF.Abs(TensorPrimitives.MaxMagnitude<float>(difference));
    }

    /// <summary>Encodes one-row items in exactly one Run.</summary>
    public static EncodeResult[] Encode(EncoderRunner runner, RunBuffers buffers, IReadOnlyList<PreparedItem> items)
    {
        var batch = new EncodeBatch(runner.Contract, items, runner.Encoder.Dimension);
        var slices = new RowSlice[items.Count];
        for (var i = 0; i < slices.Length; i++)
            slices[i] = new RowSlice(i, 0, 1);
        buffers.Fill(items, slices);
        runner.RunRows(batch, slices, buffers);
        return batch.Results(out _);
    }

    /// <summary>Doubles the rows until a Run takes longer than it may; the rows before that are the limit.</summary>
    private BatchLimits Tune(EncoderRunner runner, RunBuffers buffers, PreparedItem item)
    {
        var limits = runner.Limits;
        if (options.MaxRunMilliseconds == 0)
            return limits;
        ItemLayout.Of(runner.Contract, item, out var layout);
        var rowCost = runner.Planner.RowCost(layout.Sizes);
        var rows = 1;
        while (Math.Min(2 * rows, limits.MaxRows) is var next && next > rows && limits.Allows(next, rowCost))
        {
            var items = Enumerable.Repeat(item, next).ToArray();
            if (IsTooSlow(runner, buffers, items) && IsTooSlow(runner, buffers, items)) // once may be chance
                return runner.Contract.IsDynamic ? limits with { MaxCost = (int)Math.Min(rows * rowCost, int.MaxValue) } : limits with { MaxRows = rows };
            rows = next;
        }

        return limits;
    }

    private bool IsTooSlow(EncoderRunner runner, RunBuffers buffers, PreparedItem[] items)
    {
        var start = Stopwatch.GetTimestamp();
        Encode(runner, buffers, items);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds > options.MaxRunMilliseconds;
    }
}
