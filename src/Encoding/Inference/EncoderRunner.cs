using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>Runs one encoder: fills the tensors, runs the model, normalises the rows, and finds the item that makes a Run fail.</summary>
/// <remarks>Thread-safe, given a <see cref="RunBuffers"/> for each call.</remarks>
internal sealed partial class EncoderRunner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly ILogger _logger;
    private readonly ConcurrentBag<RunBuffers> _spare = [];
    private long[] _outputRow = [];
    private EncoderCanary? _canary;
    private volatile bool _isAlive = true;

    public EncoderRunner(PackEncoder encoder, EncoderContract contract, OnnxSession session, ILogger logger)
    {
        Encoder = encoder;
        Contract = contract;
        _session = session;
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

    /// <summary>Forgets what warming up counted.</summary>
    public void ResetCounters() => Counters = new EncoderCounters();

    /// <summary>Sets the item that tells a broken device from a bad item.</summary>
    public void SetCanary(EncoderCanary canary) => _canary = canary;

    /// <summary>Runs what the buffers were filled with. Items that fail get their error in the batch; the others their rows.</summary>
    /// <exception cref="EncoderUnavailableException">The encoder fails on its own test item too.</exception>
    public void Run(EncodeBatch batch, RowSlice[] slices, RunBuffers filled)
    {
        try
        {
            RunOnce(batch, slices, filled);
        }
        catch (OnnxRuntimeException e)
        {
            RequireAlive(e);
            Counters.Bisection();
            if (slices.Length > 1)
                LogBisecting(Encoder.Modality, slices.Length, e.Message);
            var failed = 0;
            Halve(batch, slices, filled, e, ref failed);
            if (failed > 0)
                RunSurvivors(batch, slices, filled);
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
        catch (OnnxRuntimeException e)
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

    /// <summary>One Run without a second try.</summary>
    /// <exception cref="OnnxRuntimeException">The model fails.</exception>
    public void RunOnce(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers filled)
    {
        var outputs = filled.Outputs(_outputRow);
        var start = Stopwatch.GetTimestamp();
        try
        {
            _session.Run(_inputNames, filled.Inputs, _outputNames, outputs);
        }
        finally
        {
            Counters.Run(filled.Rows, Stopwatch.GetTimestamp() - start, filled.Elements, filled.PaddedElements);
        }

        var at = 0;
        foreach (var slice in slices)
        {
            for (var row = slice.Row; row < slice.Row + slice.Count; row++, at++)
            {
                var vector = batch.Row(slice.Item, row);
                filled.Read(at, vector, vector.Length);
                if (Encoder.Manifest.Output.Kind == OutputKind.Logits)
                    TensorPrimitives.SoftMax(vector, vector);
                if (VectorMath.Normalize(vector) is { } error)
                    batch.Fail(slice.Item, error);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffers in _spare)
            buffers.Dispose();
        _session.Dispose();
    }

    /// <summary>A Run of these slices failed: the left half first, then the right one, down to single items.</summary>
    private void Halve(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers buffers, OnnxRuntimeException failure, ref int failed)
    {
        if (slices.Length == 1)
        {
            failed++;
            batch.Fail(slices[0].Item, new ItemException(ItemStage.Encode, ItemErrorCodes.Encoder, $"The encoder fails on this item: {failure.Message}", failure));
            return;
        }

        var half = slices.Length / 2;
        Try(batch, slices[..half], buffers, ref failed);
        Try(batch, slices[half..], buffers, ref failed);
    }

    private void Try(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers buffers, ref int failed)
    {
        try
        {
            buffers.Fill(batch.Items, slices);
            RunOnce(batch, slices, buffers);
        }
        catch (OnnxRuntimeException e)
        {
            Halve(batch, slices, buffers, e, ref failed);
        }
    }

    /// <summary>
    /// The others in one Run again, so that their vectors are to the bit those of a batch without the bad items: kernels may round
    /// differently for another number of rows.
    /// </summary>
    private void RunSurvivors(EncodeBatch batch, RowSlice[] slices, RunBuffers buffers)
    {
        var survivors = Array.FindAll(slices, s => !batch.HasFailed(s.Item));
        if (survivors.Length == 0)
            return;
        try
        {
            buffers.Fill(batch.Items, survivors);
            RunOnce(batch, survivors, buffers);
        }
        catch (OnnxRuntimeException e)
        {
            LogSurvivors(Encoder.Modality, survivors.Length, e.Message); // they keep the vectors of their halves
        }
    }

    private void RequireAlive(OnnxRuntimeException failure)
    {
        if (!Probe())
            throw new EncoderUnavailableException($"The {Encoder.Modality.Name()} encoder fails on {Provider}, on its own test item too: {failure.Message}", failure);
    }

    [LoggerMessage(1, LogLevel.Warning, "A Run of {Count} {Modality} items failed; it is halved to find the item. {Failure}")]
    private partial void LogBisecting(Modality modality, int count, string failure);

    [LoggerMessage(2, LogLevel.Error, "The {Modality} encoder fails on its own test item; its device or session is broken.")]
    private partial void LogCanaryFailed(Modality modality, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "A Run of {Count} {Modality} items that passed in halves failed as a whole; their vectors are those of the halves. {Failure}")]
    private partial void LogSurvivors(Modality modality, int count, string failure);
}
