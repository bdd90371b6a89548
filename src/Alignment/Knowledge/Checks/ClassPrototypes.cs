using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>One vector a class, the mean of its trusted texts, and the comparison of every text with every class by blocks.</summary>
/// <remarks>Not thread-safe; a comparison uses all processors.</remarks>
internal sealed class ClassPrototypes
{
    private const int RowBlock = 256;
    private const int ClassBlock = 1024;
    private const int CentralRounds = 5;

    private readonly EmbeddingMatrix _vectors;
    private readonly int[][] _classes;
    private readonly int[] _classOf;
    private readonly bool[] _trusted;
    private readonly float[] _sums;
    private readonly int[] _counts;
    private readonly float[] _common;
    private readonly float[] _norms;

    /// <summary>Trusts all texts at first.</summary>
    /// <param name="vectors">A unit row for each text.</param>
    /// <param name="classes">The rows of each class; each row once.</param>
    public ClassPrototypes(EmbeddingMatrix vectors, int[][] classes)
    {
        (_vectors, _classes) = (vectors, classes);
        _classOf = new int[vectors.Rows];
        _trusted = new bool[vectors.Rows];
        Array.Fill(_trusted, true);
        _sums = new float[(long)classes.Length * Columns];
        _counts = new int[classes.Length];
        _common = new float[Columns];
        _norms = new float[vectors.Rows];
        for (var c = 0; c < classes.Length; c++)
        {
            foreach (var row in classes[c])
                _classOf[row] = c;
        }
        SumUp();
    }

    private int Columns => _vectors.Columns;

    /// <summary>Trusts the share of each class's texts that lie nearest to their own mean, found in a few rounds.</summary>
    public void TrustCentral(double share)
    {
        Parallel.For(0, _classes.Length, c =>
        {
            var rows = _classes[c];
            var keep = Math.Clamp((int)Math.Ceiling(share * rows.Length), Math.Min(3, rows.Length), rows.Length);
            var scores = new float[rows.Length];
            for (var round = 0; round < CentralRounds; round++)
            {
                for (var i = 0; i < rows.Length; i++)
                    scores[i] = WithoutSelf(rows[i], c, Centred(c));
                var order = (int[])rows.Clone();
                Array.Sort([.. scores.Select(s => -s)], order);
                for (var i = 0; i < order.Length; i++)
                    _trusted[order[i]] = i < keep;
                SumUp(c);
            }
        });
        SumUp();
    }

    /// <summary>Trusts the texts that a rule picks; a class of which it picks fewer than two keeps what it had.</summary>
    public void Trust(Func<int, bool> rule)
    {
        foreach (var rows in _classes)
        {
            if (rows.Count(rule) < 2)
                continue;
            foreach (var row in rows)
                _trusted[row] = rule(row);
        }
        SumUp();
    }

    /// <summary>Each text's nearness to its own class, itself left out, and to the nearest other class.</summary>
    public ClassNearness[] Compare(CancellationToken cancellationToken)
    {
        var prototypes = new float[_sums.Length];
        Parallel.For(0, _classes.Length, c => Centred(c).CopyTo(prototypes, c * Columns));
        var offsets = new float[_classes.Length];
        for (var c = 0; c < offsets.Length; c++)
            offsets[c] = TensorPrimitives.Dot(prototypes.AsSpan(c * Columns, Columns), _common);
        var result = new ClassNearness[_vectors.Rows];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var all = new EmbeddingMatrix(prototypes, _classes.Length, Columns);
        Parallel.For(0, (_vectors.Rows + RowBlock - 1) / RowBlock, options, () => new float[RowBlock * Math.Min(ClassBlock, _classes.Length)], (block, _, products) =>
        {
            var from = block * RowBlock;
            var vectors = _vectors.Slice(from, Math.Min(RowBlock, _vectors.Rows - from));
            for (var row = from; row < from + vectors.Rows; row++)
                result[row] = new(WithoutSelf(row, _classOf[row], prototypes.AsSpan(_classOf[row] * Columns, Columns)), float.NegativeInfinity, -1);
            for (var first = 0; first < _classes.Length; first += ClassBlock)
            {
                var some = all.Slice(first, Math.Min(ClassBlock, _classes.Length - first));
                Products.MultiplyTransposed(vectors, some, products);
                for (var i = 0; i < vectors.Rows; i++)
                    result[from + i] = Nearest(from + i, result[from + i], products.AsSpan(i * some.Rows, some.Rows), offsets, first);
            }
            return products;
        }, _ => { });
        return result;
    }

    private ClassNearness Nearest(int row, ClassNearness best, ReadOnlySpan<float> products, float[] offsets, int first)
    {
        for (var i = 0; i < products.Length; i++)
        {
            var c = first + i;
            if (c == _classOf[row])
                continue;
            var cosine = (products[i] - offsets[c]) / _norms[row];
            if (cosine > best.Other)
                best = best with { Other = cosine, OtherClass = c };
        }
        return best;
    }

    /// <summary>The cosine of a text to its own class's prototype, made without it where it is part of it.</summary>
    private float WithoutSelf(int row, int c, ReadOnlySpan<float> prototype)
    {
        var vector = _vectors.Row(row);
        if (!_trusted[row])
            return (TensorPrimitives.Dot(vector, prototype) - TensorPrimitives.Dot(prototype, _common)) / _norms[row];
        if (_counts[c] < 2)
            return 0;
        Span<float> others = new float[Columns];
        TensorPrimitives.Subtract(_sums.AsSpan(c * Columns, Columns), vector, others);
        TensorPrimitives.Divide(others, _counts[c] - 1, others);
        TensorPrimitives.Subtract(others, _common, others);
        var norm = TensorPrimitives.Norm(others);
        return norm == 0 ? 0 : (TensorPrimitives.Dot(vector, others) - TensorPrimitives.Dot(others, _common)) / (norm * _norms[row]);
    }

    /// <summary>The unit prototype of a class, the common mean subtracted; zeros where nothing is left.</summary>
    private float[] Centred(int c)
    {
        var prototype = new float[Columns];
        if (_counts[c] == 0)
            return prototype;
        TensorPrimitives.Divide(_sums.AsSpan(c * Columns, Columns), _counts[c], prototype);
        TensorPrimitives.Subtract(prototype, _common, prototype);
        var norm = TensorPrimitives.Norm(prototype);
        if (norm > 0)
            TensorPrimitives.Divide(prototype, norm, prototype);
        return prototype;
    }

    private void SumUp(int c)
    {
        var sum = _sums.AsSpan(c * Columns, Columns);
        sum.Clear();
        _counts[c] = 0;
        foreach (var row in _classes[c])
        {
            if (!_trusted[row])
                continue;
            TensorPrimitives.Add(sum, _vectors.Row(row), sum);
            _counts[c]++;
        }
    }

    private void SumUp()
    {
        Parallel.For(0, _classes.Length, SumUp);

        // The mean of the class means, so that a large class does not pull it.
        var mean = new double[Columns];
        for (var c = 0; c < _classes.Length; c++)
        {
            for (var i = 0; i < Columns; i++)
                mean[i] += _counts[c] == 0 ? 0 : _sums[c * Columns + i] / (double)_counts[c] / _classes.Length;
        }
        for (var i = 0; i < Columns; i++)
            _common[i] = (float)mean[i];
        Parallel.For(0, _vectors.Rows, row => _norms[row] = Math.Max(1e-6f, Distance(_vectors.Row(row), _common)));
    }

    private static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Distance(a, b);
}
