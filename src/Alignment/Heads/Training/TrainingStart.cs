using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The parameters that a run starts from.</summary>
internal static class TrainingStart
{
    public static HeadParameters Of(TrainingProblem problem, Gemm gemm, CancellationToken cancellationToken) =>
        UnitLength(problem, problem.Options.Start switch
        {
            HeadStart.Identity => Identity(problem),
            HeadStart.Given => Given(problem),
            _ => problem.FromHead(ClosedForm(problem, gemm, cancellationToken)),
        }, gemm);

    private static Head ClosedForm(TrainingProblem problem, Gemm gemm, CancellationToken cancellationToken)
    {
        var gram = GramMatrix.From(problem.Data.Train.Raw, Targets(problem), gemm, cancellationToken);
        return problem.Options.Start == HeadStart.Orthogonal
            ? ProcrustesSolver.Solve(gram, problem.Data.Modality, gemm, problem.Options.Bias, cancellationToken)
            : Ridge(problem, gram, gemm, cancellationToken);
    }

    // The closed form goes to what InfoNCE will go to.
    private static EmbeddingMatrix Targets(TrainingProblem problem) =>
        problem.Captions ?? CenterTargets.Of(problem.Data.Train with { Captions = null }, problem.Data.Centers, problem.Data.Modality);

    private static Head Ridge(TrainingProblem problem, GramMatrix gram, Gemm gemm, CancellationToken cancellationToken)
    {
        var (data, options) = (problem.Data, problem.Options);
        if (options.RidgeLambda == 0 && data.HeldOut is { Count: > 0 } heldOut)
            return RidgeSolver.Select(gram, data.Modality, RidgeSolver.Grid(gram), heldOut, data.Centers, gemm, options.Bias, cancellationToken, options.Rule);
        var lambda = options.RidgeLambda == 0 ? Math.Max(1e-9, gram.MeanVariance) : options.RidgeLambda;
        return RidgeSolver.Solve(gram, data.Modality, lambda, gemm, options.Bias, cancellationToken);
    }

    private static HeadParameters Identity(TrainingProblem problem)
    {
        var (d, p) = (problem.Dimension, problem.RawDimension);
        if (d != p)
            throw new AlignmentException($"The encoder of {problem.Data.Modality.Name()} gives {p} values and the space has {d} dimensions, so that there is no identity to start from; start with ridge or orthogonal.");
        var parameters = HeadParameters.Zero(d, p, problem.Options.Bias);
        for (var i = 0; i < d; i++)
            parameters.Weights[(i * p) + i] = 1 / problem.Scale;
        return parameters;
    }

    private static HeadParameters Given(TrainingProblem problem)
    {
        if (problem.Data.Start is not { } head)
            throw new AlignmentException($"The training of {problem.Data.Modality.Name()} is to start from a head that is given, and none is.");
        if (head.Dimension != problem.Dimension || head.RawDimension != problem.RawDimension || head.Top != 0)
            throw new AlignmentException($"The head to start from maps {head.RawDimension} values to {head.Dimension} (top {head.Top}), and the training {problem.RawDimension} to {problem.Dimension}; give one that fits.");
        if (!head.Bias.IsEmpty && !problem.Options.Bias)
            throw new AlignmentException("The head to start from has a bias, and the training is to have none; allow the bias.");
        HeadExamples.CheckFinite("weights of the head to start from: row", head.Weights);
        return problem.FromHead(head);
    }

    // The length of W and b together does not change embeddings, but it does change what a learning rate means.
    private static HeadParameters UnitLength(TrainingProblem problem, HeadParameters parameters, Gemm gemm)
    {
        var raw = problem.Data.Train.Raw;
        var n = Math.Min(raw.Rows, 1024);
        var projected = new float[n * problem.Dimension];
        gemm.Multiply(new(raw.Values[..(n * raw.Columns)], n, raw.Columns), parameters.Matrix().Operand().Transpose, projected);
        TensorPrimitives.Multiply(projected, problem.Scale, projected);
        HeadMath.AddToRows(projected, parameters.Bias);
        var length = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(projected) / n);
        if (length > HeadMath.MinNorm)
        {
            TensorPrimitives.Divide(parameters.Weights, (float)length, parameters.Weights);
            TensorPrimitives.Divide(parameters.Bias, (float)length, parameters.Bias);
        }
        return parameters;
    }
}
