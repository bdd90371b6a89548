using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>Runs one encoder: fills the tensors, runs the model, normalises the rows, and finds the item that makes a Run fail, hang or answer NaN.</summary>
/// <remarks>Thread-safe, given a <see cref="RunBuffers"/> for each call.</remarks>
internal sealed partial class EncoderRunner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly TimeSpan _limit;
    private readonly ILogger _logger;
    private readonly ConcurrentBag<RunBuffers> _spare = [];
    private long[] _outputRow = [];
    private EncoderCanary? _canary;
    private volatile bool _isAlive = true;

    public EncoderRunner(PackEncoder encoder, EncoderContract contract, OnnxSession session, TimeSpan limit, ILogger logger)
    {
        Encoder = encoder;
        Contract = contract;
        _session = session;
        _limit = limit;
        _logger = logger;
        _inputNames = [.. contract.Inputs.Select(i => i.Input)];
        _outputNames = [contract.Output.Name];
        Limits = new BatchLimits(contract.SingleRow ? 1 : encoder.Manifest.Batch.MaxRows, encoder.Manifest.Batch.MaxCost);
        Padding = encoder.Manifest.Batch.Padding;
        Planner = new BatchPlanner(contract, Limits, Padding);
    }

    public PackEncoder Encoder { get; }

    public EncoderContract Contract { get; }

    /// <summary>The pack's limits; one row where the model was exported for one.</summary>
    public BatchLimits Limits { get; }

    /// <summary>Whether items of unequal length may share a Run.</summary>
    public PaddingMode Padding { get; private set; }

    public EncoderCounters Counters { get; private set; } = new();

    public string Provider => _session.Provider;

    public int Threads => _session.Threads;

    /// <summary>False once the encoder failed on its own test item.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>Cuts batches by the pack's limits.</summary>
    public BatchPlanner Planner { get; private set; }

    /// <summary>Takes buffers that no Run uses, or makes some.</summary>
    public RunBuffers Rent() => _spare.TryTake(out var buffers) ? buffers : new RunBuffers(Contract);

    /// <summary>Gives buffers back.</summary>
    public void Return(RunBuffers buffers) => _spare.Add(buffers);

    /// <summary>Learns the shape of the output from a first Run. Called once, before anything else runs.</summary>
    /// <exception cref="PackException">The output is not what the pack says.</exception>
    public void LearnOutput(RunBuffers filled)
    {
        var shape = _session.OutputShape(_inputNames, filled.Inputs, Contract.Output.Name);
        var size = shape.Length < 2 ? 0 : shape[1..].Aggregate(1L, (a, d) => a * d);
        if (size != Encoder.Dimension || shape[0] != filled.Rows)
            throw PackException.At(Encoder.Folder, Encoder.Place + ".output", $"the model's output '{Contract.Output.Name}' came as [{string.Join(",", shape)}] for {filled.Rows} row(s), but {Encoder.Dimension} numbers a row are wanted; correct the dimension, or export the model with pooling inside.");
        _outputRow = shape[1..];
    }

    /// <summary>Settles whether items of unequal length may share a Run. Called before the encoder is used.</summary>
    public void SetPadding(PaddingMode padding)
    {
        Padding = padding;
        Planner = new BatchPlanner(Contract, Limits, padding);
    }

    /// <summary>Forgets what warming up counted, and tells metrics readers from now on.</summary>
    public void ResetCounters(EncoderMetrics? metrics = null) => Counters = new EncoderCounters(metrics);

    /// <summary>Sets the item that tells a broken device from a bad item.</summary>
    public void SetCanary(EncoderCanary canary) => _canary = canary;

    /// <summary>Runs what the buffers were filled with. Items that fail get their error in the batch; the others their rows.</summary>
    /// <exception cref="EncoderUnavailableException">The encoder fails on its own test item too.</exception>
    public void Run(EncodeBatch batch, RowSlice[] slices, RunBuffers filled)
    {
        try
        {
            Settle(batch, slices, filled, RunOnce(batch, slices, filled));
        }
        catch (Exception e) when (e is not EncoderUnavailableException)
        {
            Isolate(batch, slices, filled, e);
        }
    }

    /// <summary>Runs the encoder's own item; whether the answer is still the one from when it was loaded.</summary>
    public bool Probe()
    {
        if (_canary is not { } canary)
            return true;
        var buffers = Rent();
        try
        {
            _isAlive = canary.Sings(this, buffers);
        }
        catch (Exception e)
        {
            LogCanaryFailed(Encoder.Modality, e);
            _isAlive = false;
        }
        finally
        {
            Return(buffers);
        }

        return _isAlive;
    }

    /// <summary>One Run without a second try; rows that are no vectors fail their items.</summary>
    /// <exception cref="OnnxRuntimeException">The model fails.</exception>
    /// <exception cref="RunTimeoutException">It took too long.</exception>
    public void RunRows(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers filled)
    {
        foreach (var (slice, error) in RunOnce(batch, slices, filled))
            batch.Fail(slice.Item, error);
    }

    /// <summary>One Run; tells the slices with a row that is no vector.</summary>
    private List<(RowSlice Slice, ItemException Error)> RunOnce(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers filled)
    {
        var outputs = filled.Outputs(_outputRow);
        var start = Stopwatch.GetTimestamp();
        filled.Guard.Start(_limit);
        try
        {
            _session.Run(filled.Guard.Options, _inputNames, filled.Inputs, _outputNames, outputs);
        }
        catch (Exception e) when (filled.Guard.Stop())
        {
            throw new RunTimeoutException(_limit, e);
        }
        finally
        {
            filled.Guard.Stop();
            Counters.Run(filled.Rows, Stopwatch.GetTimestamp() - start, filled.Elements, filled.PaddedElements);
        }

        List<(RowSlice, ItemException)> faults = [];
        var at = 0;
        foreach (var slice in slices)
        {
            ItemException? fault = null;
            for (var row = slice.Row; row < slice.Row + slice.Count; row++, at++)
            {
                var vector = batch.Row(slice.Item, row);
                filled.Read(at, vector, vector.Length);
                if (Encoder.Manifest.Output.Kind == OutputKind.Logits)
                    TensorPrimitives.SoftMax(vector, vector);
                fault ??= VectorMath.Normalize(vector);
            }

            if (fault is not null)
                faults.Add((slice, fault));
        }

        return faults;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffers in _spare)
            buffers.Dispose();
        _session.Dispose();
    }
}
