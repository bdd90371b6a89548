using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// All that closed-form training needs of a set of items: X^T X, X^T Y, the sums of X and Y, the sum of squares of Y and the count, in double precision.
/// Sums of sets are sums of these, so that shards are accumulated apart and data is added later.
/// </summary>
/// <remarks>Immutable and thread-safe. Shards summed in one order give one result, however many workers accumulated them.</remarks>
public sealed class GramMatrix
{
    private const int Block = 2048; // items converted to double at a time
    private readonly double[] _xx;
    private readonly double[] _xy;
    private readonly double[] _x;
    private readonly double[] _y;

    private GramMatrix(int raw, int dimension, double[] xx, double[] xy, double[] x, double[] y, double squares, long count)
    {
        (RawDimension, Dimension, _xx, _xy, _x, _y, TargetSquares, Count) = (raw, dimension, xx, xy, x, y, squares, count);
    }

    /// <summary>The length of a raw embedding.</summary>
    public int RawDimension { get; }

    /// <summary>The dimension of the space.</summary>
    public int Dimension { get; }

    /// <summary>The number of items.</summary>
    public long Count { get; }

    internal double TargetSquares { get; }

    internal ReadOnlyMemory<double> Xx => _xx;

    internal ReadOnlyMemory<double> Xy => _xy;

    internal ReadOnlyMemory<double> X => _x;

    internal ReadOnlyMemory<double> Y => _y;

    /// <summary>The mean variance of a raw value: the measure of a sensible ridge.</summary>
    internal double MeanVariance
    {
        get
        {
            var sum = 0.0;
            for (var r = 0; r < RawDimension; r++)
                sum += (_xx[((long)r * RawDimension) + r] / Count) - (_x[r] / Count * (_x[r] / Count));
            return Math.Max(0, sum / RawDimension);
        }
    }

    /// <summary>Accumulates items.</summary>
    /// <param name="raw">Their raw embeddings, [n, raw].</param>
    /// <param name="targets">Their targets, [n, dimension].</param>
    /// <param name="gemm">The products.</param>
    /// <param name="cancellationToken">Checked every few thousand items.</param>
    /// <exception cref="AlignmentException">The numbers of rows differ, or a value is not finite.</exception>
    public static GramMatrix From(EmbeddingMatrix raw, EmbeddingMatrix targets, Gemm gemm, CancellationToken cancellationToken = default)
    {
        if (raw.Rows != targets.Rows)
            throw new AlignmentException($"There are {raw.Rows} raw embeddings and {targets.Rows} targets; give one target an item.");
        HeadExamples.CheckFinite("raw embedding", raw);
        HeadExamples.CheckFinite("target", targets);
        var (p, d) = (raw.Columns, targets.Columns);
        var (xx, xy, x, y, squares) = (new double[(long)p * p], new double[(long)p * d], new double[p], new double[d], 0.0);
        var (xxPart, xyPart) = (new double[xx.Length], new double[xy.Length]);
        var size = Math.Min(Block, Math.Max(1, raw.Rows));
        var (left, right) = (new double[(long)size * p], new double[(long)size * d]);
        for (var at = 0; at < raw.Rows; at += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(size, raw.Rows - at);
            TensorPrimitives.ConvertTruncating(raw.Values.Span.Slice(at * p, n * p), left.AsSpan(0, n * p));
            TensorPrimitives.ConvertTruncating(targets.Values.Span.Slice(at * d, n * d), right.AsSpan(0, n * d));
            var a = new MatrixOperand<double>(left.AsMemory(0, n * p), n, p);
            var b = new MatrixOperand<double>(right.AsMemory(0, n * d), n, d);
            gemm.Multiply(a.Transpose, a, xxPart);
            gemm.Multiply(a.Transpose, b, xyPart);
            TensorPrimitives.Add(xx, xxPart, xx);
            TensorPrimitives.Add(xy, xyPart, xy);
            for (var i = 0; i < n; i++)
            {
                TensorPrimitives.Add(x, left.AsSpan(i * p, p), x);
                TensorPrimitives.Add(y, right.AsSpan(i * d, d), y);
            }
            squares += TensorPrimitives.SumOfSquares<double>(right.AsSpan(0, n * d));
        }
        return new GramMatrix(p, d, xx, xy, x, y, squares, raw.Rows);
    }

    /// <summary>The sum over shards, one after the other: in the order of shards the result is the same bits for any number of workers.</summary>
    /// <exception cref="AlignmentException">There is none, or their dimensions differ.</exception>
    public static GramMatrix Sum(IEnumerable<GramMatrix> shards)
    {
        GramMatrix? sum = null;
        foreach (var shard in shards)
        {
            if (sum is null)
                sum = new GramMatrix(shard.RawDimension, shard.Dimension, [.. shard._xx], [.. shard._xy], [.. shard._x], [.. shard._y], shard.TargetSquares, shard.Count);
            else
                sum = sum.AddInPlace(shard);
        }
        return sum ?? throw new AlignmentException("There is no shard to sum; the outputs hold no item of this modality.");
    }

    /// <summary>The sum with further items, as when data is added.</summary>
    /// <exception cref="AlignmentException">The dimensions differ.</exception>
    public GramMatrix Plus(GramMatrix other) => Sum([this, other]);

    /// <summary>Writes all as one safetensors file.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        new SafetensorsWriter()
            .Metadata("format", "unibind-gram-1")
            .Tensor<double>("xx", _xx, RawDimension, RawDimension)
            .Tensor<double>("xy", _xy, RawDimension, Dimension)
            .Tensor<double>("x", _x, RawDimension)
            .Tensor<double>("y", _y, Dimension)
            .Tensor<double>("squares", new[] { TargetSquares }, 1)
            .Tensor<long>("count", new[] { Count }, 1)
            .WriteAsync(stream, cancellationToken);

    /// <summary>Reads what <see cref="WriteAsync"/> wrote; the file may be closed afterwards.</summary>
    /// <exception cref="AlignmentException">The file holds something else, or its parts do not fit together.</exception>
    public static GramMatrix Read(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("format") != "unibind-gram-1")
            throw new AlignmentException("The file holds no Gram matrix of a form that this version reads.");
        var (xx, xy, x, y) = (file.Read<double>("xx"), file.Read<double>("xy"), file.Read<double>("x"), file.Read<double>("y"));
        var (squares, count) = (file.Read<double>("squares"), file.Read<long>("count"));
        if (squares.Length != 1 || count.Length != 1 || count[0] < 0 || xx.Length != (long)x.Length * x.Length || xy.Length != (long)x.Length * y.Length
            || !TensorPrimitives.IsFiniteAll<double>(xx) || !TensorPrimitives.IsFiniteAll<double>(xy))
            throw new AlignmentException($"The Gram matrix of {x.Length} raw values and {y.Length} dimensions has parts that do not fit together; accumulate it again.");
        return new GramMatrix(x.Length, y.Length, xx, xy, x, y, squares[0], count[0]);
    }

    private GramMatrix AddInPlace(GramMatrix other)
    {
        if (other.RawDimension != RawDimension || other.Dimension != Dimension)
            throw new AlignmentException($"A Gram matrix of {other.RawDimension} x {other.Dimension} cannot be added to one of {RawDimension} x {Dimension}; all items must come from one encoder and one space.");
        TensorPrimitives.Add(_xx, other._xx, _xx);
        TensorPrimitives.Add(_xy, other._xy, _xy);
        TensorPrimitives.Add(_x, other._x, _x);
        TensorPrimitives.Add(_y, other._y, _y);
        return new GramMatrix(RawDimension, Dimension, _xx, _xy, _x, _y, TargetSquares + other.TargetSquares, Count + other.Count);
    }
}
