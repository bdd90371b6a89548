using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Solves A X = B for a symmetric positive definite A by a blocked Cholesky factorisation whose products are <see cref="Gemm"/>'s.</summary>
internal static class Cholesky
{
    private const int Block = 96;
    private const double Rounding = 2.2e-16;

    /// <summary>Overwrites <paramref name="a"/> [n, n] with its lower factor (the upper half keeps what it was) and <paramref name="b"/> [n, m] with the solution.</summary>
    /// <returns>False when A is not positive definite to working precision; both arrays are then of no use.</returns>
    public static bool Solve(double[] a, int n, double[] b, int m, Gemm gemm, CancellationToken cancellationToken)
    {
        // A pivot below the rounding of the greatest value is noise: the matrix is singular for all that can be known.
        var floor = 0.0;
        for (var i = 0; i < n; i++)
            floor = Math.Max(floor, Math.Abs(a[(i * n) + i]));
        floor *= n * Rounding;
        for (var k = 0; k < n; k += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = Math.Min(Block, n - k);
            Update(a, n, k, size, gemm);
            if (!Panel(a, n, k, size, floor))
                return false;
        }
        Forward(a, n, b, m, gemm);
        Backward(a, n, b, m, gemm);
        return true;
    }

    // A[k.., k..k+size] -= L[k.., ..k] L[k..k+size, ..k]^T
    private static void Update(double[] a, int n, int k, int size, Gemm gemm)
    {
        if (k == 0)
            return;
        var rows = n - k;
        var left = new double[(long)rows * k];
        for (var i = 0; i < rows; i++)
            a.AsSpan((k + i) * n, k).CopyTo(left.AsSpan(i * k));
        var product = new double[(long)rows * size];
        gemm.Multiply(new MatrixOperand<double>(left, rows, k), new MatrixOperand<double>(left.AsMemory(0, size * k), size, k, true), product);
        for (var i = 0; i < rows; i++)
        {
            var to = a.AsSpan(((k + i) * n) + k, size);
            TensorPrimitives.Subtract(to, product.AsSpan(i * size, size), to);
        }
    }

    private static bool Panel(double[] a, int n, int k, int size, double floor)
    {
        for (var j = k; j < k + size; j++)
        {
            var pivotRow = a.AsSpan((j * n) + k, j - k);
            var pivot = a[(j * n) + j] - TensorPrimitives.SumOfSquares<double>(pivotRow);
            if (!(pivot > floor))
                return false;
            pivot = Math.Sqrt(pivot);
            a[(j * n) + j] = pivot;
            for (var i = j + 1; i < n; i++)
                a[(i * n) + j] = (a[(i * n) + j] - TensorPrimitives.Dot<double>(a.AsSpan((i * n) + k, j - k), pivotRow)) / pivot;
        }
        return true;
    }

    // L Y = B, row blocks from the top.
    private static void Forward(double[] a, int n, double[] b, int m, Gemm gemm)
    {
        for (var k = 0; k < n; k += Block)
        {
            var size = Math.Min(Block, n - k);
            if (k > 0)
            {
                var left = new double[size * k];
                for (var i = 0; i < size; i++)
                    a.AsSpan((k + i) * n, k).CopyTo(left.AsSpan(i * k));
                Subtract(b, k, m, gemm, new(left, size, k), new(b.AsMemory(0, k * m), k, m));
            }
            for (var i = k; i < k + size; i++)
            {
                var row = b.AsSpan(i * m, m);
                for (var j = k; j < i; j++)
                    TensorPrimitives.MultiplyAdd(b.AsSpan(j * m, m), -a[(i * n) + j], row, row);
                TensorPrimitives.Divide(row, a[(i * n) + i], row);
            }
        }
    }

    // L^T X = Y, row blocks from the bottom.
    private static void Backward(double[] a, int n, double[] b, int m, Gemm gemm)
    {
        for (var k = (n - 1) / Block * Block; k >= 0; k -= Block)
        {
            var size = Math.Min(Block, n - k);
            var below = n - k - size;
            if (below > 0)
            {
                var left = new double[below * size];
                for (var i = 0; i < below; i++)
                    a.AsSpan(((k + size + i) * n) + k, size).CopyTo(left.AsSpan(i * size));
                Subtract(b, k, m, gemm, new(left, below, size, true), new(b.AsMemory((k + size) * m, below * m), below, m));
            }
            for (var i = k + size - 1; i >= k; i--)
            {
                var row = b.AsSpan(i * m, m);
                for (var j = i + 1; j < k + size; j++)
                    TensorPrimitives.MultiplyAdd(b.AsSpan(j * m, m), -a[(j * n) + i], row, row);
                TensorPrimitives.Divide(row, a[(i * n) + i], row);
            }
        }
    }

    private static void Subtract(double[] b, int row, int m, Gemm gemm, MatrixOperand<double> left, MatrixOperand<double> right)
    {
        var product = new double[left.Height * m];
        gemm.Multiply(left, right, product);
        var to = b.AsSpan(row * m, product.Length);
        TensorPrimitives.Subtract(to, product, to);
    }
}
