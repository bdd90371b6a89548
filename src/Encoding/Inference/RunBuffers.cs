using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using UniBind.Grid.Media;

namespace UniBind.Grid.Encoding;

/// <summary>The input and output tensors of one Run, allocated once and reused.</summary>
/// <remarks>Not thread-safe: one Run at a time.</remarks>
internal sealed class RunBuffers : IDisposable
{
    private readonly EncoderContract _contract;
    private readonly AlignedBuffer[] _inputs;
    private readonly AlignedBuffer _output;
    private readonly OrtValue[] _inputValues;
    private readonly OrtValue[] _outputValues = new OrtValue[1];

    public RunBuffers(EncoderContract contract)
    {
        _contract = contract;
        _inputs = [.. contract.Inputs.Select(i => new AlignedBuffer(i.Type, RowCopy.SizeOf(i.Type)))];
        _output = new AlignedBuffer(contract.Output.Type, RowCopy.SizeOf(contract.Output.Type));
        _inputValues = new OrtValue[_inputs.Length];
    }

    /// <summary>The time limit of the Run that uses the buffers.</summary>
    public RunGuard Guard { get; } = new();

    /// <summary>The rows that the buffers hold.</summary>
    public int Rows { get; private set; }

    /// <summary>The elements of all inputs, padding included.</summary>
    public long Elements { get; private set; }

    /// <summary>The elements among them that are padding.</summary>
    public long PaddedElements { get; private set; }

    /// <summary>The inputs, in the order of the contract.</summary>
    public IReadOnlyCollection<OrtValue> Inputs => _inputValues;

    /// <summary>Writes the rows of a Run, one slice after the other.</summary>
    public void Fill(IReadOnlyList<PreparedItem> items, ReadOnlySpan<RowSlice> slices)
    {
        var rows = 0;
        foreach (var slice in slices)
            rows += slice.Count;
        Rows = rows;
        Elements = PaddedElements = 0;
        for (var i = 0; i < _inputs.Length; i++)
            Fill(i, items, slices);
    }

    /// <summary>Allocates the output for the rows that the buffers hold.</summary>
    /// <param name="shape">The dimensions of one row of the output.</param>
    public IReadOnlyCollection<OrtValue> Outputs(ReadOnlySpan<long> shape)
    {
        _output.Resize([Rows, .. shape]);
        _outputValues[0] = _output.Value;
        return _outputValues;
    }

    /// <summary>Copies rows of the output, in single precision.</summary>
    public void Read(int row, Span<float> destination, int dimension)
    {
        var start = row * dimension;
        if (_contract.Output.Type == TensorElementType.Float)
            _output.Elements<float>().Slice(start, destination.Length).CopyTo(destination);
        else
            TensorPrimitives.ConvertToSingle(_output.Elements<Half>().Slice(start, destination.Length), destination);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
        _output.Dispose();
        Guard.Dispose();
    }

    private void Fill(int input, IReadOnlyList<PreparedItem> items, ReadOnlySpan<RowSlice> slices)
    {
        var binding = _contract.Inputs[input];
        var row = (int[])binding.Row.Clone();
        for (var d = 0; d < row.Length; d++)
        {
            if (row[d] >= 0)
                continue;
            foreach (var slice in slices)
                row[d] = Math.Max(row[d], items[slice.Item].Tensors[input].Shape[d + 1]);
        }

        var shape = new long[row.Length + 1];
        shape[0] = Rows;
        for (var d = 0; d < row.Length; d++)
            shape[d + 1] = row[d];
        var buffer = _inputs[input];
        buffer.Resize(shape);
        _inputValues[input] = buffer.Value;

        var at = 0;
        long useful = 0;
        foreach (var slice in slices)
        {
            useful += RowCopy.Copy(items[slice.Item].Tensors[input], slice, buffer, binding, row, at);
            at += slice.Count;
        }

        var elements = (long)Rows * RowCopy.Product(row);
        Elements += elements;
        PaddedElements += elements - useful;
    }
}
