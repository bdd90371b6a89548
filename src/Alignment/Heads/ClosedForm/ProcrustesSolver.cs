using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace UniBind.Grid.Alignment;

/// <summary>The rotation (with one scale and a shift) that brings raw embeddings nearest to their targets: orthogonal Procrustes in closed form, from a <see cref="GramMatrix"/>.</summary>
/// <remarks>
/// With Xc^T Yc = U S V^T (Schönemann 1966) W = s V U^T, s = sum(S) / tr(Xc^T Xc), b = mean(y) - W mean(x). The singular vectors come from the
/// eigenvectors of the smaller of the two squares; directions whose singular value is below 1e-7 of the greatest are left out, so that
/// W is a partial isometry where the items span less than the space. Thread-safe.
/// </remarks>
public static class ProcrustesSolver
{
    private const double Least = 1e-7;

    /// <summary>Solves.</summary>
    /// <param name="gram">The sums over the items.</param>
    /// <param name="modality">The modality of the head.</param>
    /// <param name="gemm">The products.</param>
    /// <param name="bias">Whether both sides are centered and the head has a bias.</param>
    /// <param name="cancellationToken">Checked between the steps.</param>
    /// <exception cref="AlignmentException">There is no item, or raw embeddings and targets vary independently of each other.</exception>
    public static Head Solve(GramMatrix gram, Modality modality, Gemm gemm, bool bias = true, CancellationToken cancellationToken = default)
    {
        if (gram.Count == 0)
            throw new AlignmentException($"There is no item of {modality.Name()} to fit a head to.");
        var (p, d, n) = (gram.RawDimension, gram.Dimension, (double)gram.Count);
        var cross = gram.Xy.ToArray();
        var spread = 0.0;
        for (var r = 0; r < p; r++)
        {
            var mean = bias ? gram.X.Span[r] / n : 0;
            TensorPrimitives.MultiplyAdd(gram.Y.Span, -mean, cross.AsSpan(r * d, d), cross.AsSpan(r * d, d));
            spread += gram.Xx.Span[(r * p) + r] - (n * mean * mean);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var (polar, sum) = Polar(cross, p, d, gemm);
        if (sum <= 0 || spread <= 0)
            throw new AlignmentException($"The {gram.Count} raw embeddings of {modality.Name()} do not vary with their targets, so that no rotation fits; check captions and labels, or start otherwise.");
        var scale = sum / spread;
        var weights = new float[(long)d * p];
        var shift = gram.Y.ToArray();
        for (var c = 0; c < d; c++)
        {
            shift[c] /= n;
            for (var r = 0; r < p; r++)
            {
                var w = scale * polar[(r * d) + c];
                weights[(c * p) + r] = (float)w;
                shift[c] -= w * gram.X.Span[r] / n;
            }
        }
        return new Head
        {
            Modality = modality,
            Weights = new EmbeddingMatrix(weights, d, p),
            Bias = bias ? Array.ConvertAll(shift, v => (float)v) : default(ReadOnlyMemory<float>),
            Origin = new HeadOrigin { Method = "procrustes", Settings = new Dictionary<string, string> { ["bias"] = bias ? "true" : "false" }, Items = gram.Count },
        };
    }

    // M = U S V^T [p, d] -> (U V^T, sum of S), from the eigenvectors Q of M^T M = V S^2 V^T (or of M M^T where that is smaller): U V^T = M V S^-1 V^T.
    private static (double[] Polar, double Sum) Polar(double[] m, int p, int d, Gemm gemm)
    {
        var wide = p < d;
        var k = Math.Min(p, d);
        var cross = new MatrixOperand<double>(m, p, d);
        var square = new double[(long)k * k];
        gemm.Multiply(wide ? cross : cross.Transpose, wide ? cross.Transpose : cross, square);
        var eigen = Matrix<double>.Build.Dense(k, k, square).Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Select(v => Math.Sqrt(Math.Max(0, v.Real))).ToArray();
        var greatest = values.Max();
        var vectors = eigen.EigenVectors.ToColumnMajorArray(); // row-major: one eigenvector a row
        var scaled = new double[vectors.Length];
        var sum = 0.0;
        for (var i = 0; i < k; i++)
            if (values[i] > Least * greatest)
            {
                TensorPrimitives.Divide(vectors.AsSpan(i * k, k), values[i], scaled.AsSpan(i * k, k));
                sum += values[i];
            }
        var inverseRoot = new double[square.Length];
        gemm.Multiply(new MatrixOperand<double>(scaled, k, k, true), new MatrixOperand<double>(vectors, k, k), inverseRoot);
        var polar = new double[m.Length];
        var root = new MatrixOperand<double>(inverseRoot, k, k);
        gemm.Multiply(wide ? root : cross, wide ? cross : root, polar);
        return (polar, sum);
    }
}
