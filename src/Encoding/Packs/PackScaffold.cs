using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;

namespace UniBind.Grid.Encoding;

/// <summary>Makes a pack of a user's own ONNX model.</summary>
public static class PackScaffold
{
    /// <summary>
    /// Copies a model and what it needs into a new folder, finds its inputs and its output, runs it, compares it with reference vectors
    /// if there are any, and writes <c>pack.json</c>. The folder appears whole or not at all.
    /// </summary>
    /// <param name="request">What to make it of.</param>
    /// <param name="folder">The new pack's folder; must not exist.</param>
    /// <param name="load">How profiles are made; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <exception cref="PackException">A choice is not clear, or the model cannot be used; the message says what to give.</exception>
    public static Task<PackScaffoldResult> CreateAsync(PackRequest request, string folder, PackLoadOptions? load = null, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(
            () => Create(request, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), load ?? PackLoadOptions.Default, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static PackScaffoldResult Create(PackRequest request, string folder, PackLoadOptions load, CancellationToken cancellationToken)
    {
        if (Path.Exists(folder))
            throw new PackException($"'{folder}' exists already; give a new folder for the pack.");
        if (!File.Exists(request.ModelPath))
            throw new PackException($"There is no model '{request.ModelPath}'.");
        var staging = new PackStaging(folder);
        try
        {
            var manifest = staging.Fill(request, load);
            cancellationToken.ThrowIfCancellationRequested();
            var encoder = EncoderPack.Load(staging.Folder, load).Encoders[request.Modality];
            var report = new EncoderInspector(PackVerifier.Checked(null), NullLogger.Instance).Inspect(encoder);
            if (report.Problems.Count > 0)
                throw new PackException(report.Problems[0]);
            cancellationToken.ThrowIfCancellationRequested();
            var cosines = Compare(encoder, request, load, cancellationToken);
            staging.Write(manifest, report.Padding);
            staging.Publish();
            return new PackScaffoldResult(EncoderPack.Load(folder, load), report, cosines);
        }
        catch (PackException e) when (e.Message.Contains(staging.Folder, StringComparison.Ordinal))
        {
            throw new PackException(e.Message.Replace(staging.Folder, folder, StringComparison.Ordinal), e);
        }
        finally
        {
            staging.Discard();
        }
    }

    private static double[] Compare(PackEncoder encoder, PackRequest request, PackLoadOptions load, CancellationToken cancellationToken)
    {
        if (request.Reference is null)
            return [];
        var reference = ReadReference(request.Reference);
        if (reference.Length != request.Samples.Count)
            throw new PackException($"'{request.Reference}' has {reference.Length} vectors, but {request.Samples.Count} samples are given; give a --sample for each.");
        if (reference[0].Length != encoder.Dimension)
            throw new PackException($"The vectors of '{request.Reference}' have {reference[0].Length} numbers, but the encoder's have {encoder.Dimension}.");

        using var runner = new EncoderLoader(encoder, PackVerifier.Checked(null), NullLogger.Instance).Load().Runner;
        var cosines = new double[reference.Length];
        for (var i = 0; i < cosines.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            cosines[i] = TensorPrimitives.CosineSimilarity<float>(Encode(runner, request.Samples[i], load, cancellationToken), reference[i]);
        }

        return cosines;
    }

    private static float[] Encode(EncoderRunner runner, string sample, PackLoadOptions load, CancellationToken cancellationToken)
    {
        try
        {
            using var content = MediaContent.FromFile(sample);
            var kind = load.Detect(content, runner.Encoder.Modality);
            var item = runner.Encoder.Profile.Prepare(content, kind.Format, cancellationToken);
            var batch = new EncodeBatch(runner.Contract, [item], runner.Encoder.Dimension);
            var buffers = runner.Rent();
            foreach (var slices in runner.Planner.Plan(batch.Layouts))
            {
                buffers.Fill(batch.Items, slices);
                runner.Run(batch, slices, buffers);
            }

            runner.Return(buffers);
            var result = batch.Result(0);
            return result.Vector ?? throw result.Error!;
        }
        catch (ItemException e)
        {
            throw new PackException($"The sample '{sample}' cannot be encoded: {e.Message}", e);
        }
    }

    private static float[][] ReadReference(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return NpyVectors.Read(stream);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new PackException($"The reference '{path}' cannot be read: {e.Message}.", e);
        }
    }
}
