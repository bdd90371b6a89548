using System.Runtime.InteropServices;
using UniBind.Grid.Alignment;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>Embeds and classifies items online in space versions: encodes them and brings them into the space, as the rows of a job are.</summary>
/// <remarks>Thread-safe; a singleton of the silo. As <see cref="OnlineEncoder"/>, it does not return to its caller's scheduler.</remarks>
public sealed class OnlineEmbedder(SpaceCatalog spaces, OnlineEncoder online, OnlineGate gate)
{
    /// <summary>Embeds the items of a request.</summary>
    /// <exception cref="GridException">See <see cref="IEncoderGrain.EmbedAsync"/>.</exception>
    public Task<EmbedReply> EmbedAsync(Modality modality, EmbedRequest request, CancellationToken cancellationToken)
    {
        if (request.Items.Length is < 1 or > EmbedRequest.MaxItems)
            throw new GridException($"A call has 1 to {EmbedRequest.MaxItems} items, and this one has {request.Items.Length}.");
        var bytes = 0L;
        foreach (var item in request.Items)
            bytes += item.Content.Length;
        if (bytes > EmbedRequest.MaxBytes)
            throw TooLarge(request.Items[0].Name, bytes);
        return OnlineDeadline.RunAsync(request.Timeout, cancellationToken, stop => EmbedInTimeAsync(modality, request, stop));
    }

    /// <summary>Classifies an item.</summary>
    /// <exception cref="GridException">See <see cref="IEncoderGrain.ClassifyAsync"/>.</exception>
    public Task<ClassifyReply> ClassifyAsync(Modality modality, ClassifyRequest request, CancellationToken cancellationToken)
    {
        if (request.Top is < 1 or > ClassifyRequest.MaxTop)
            throw new GridException($"{request.Top} classes were asked for; ask for 1 to {ClassifyRequest.MaxTop}.");
        if (request.Content.Length > EmbedRequest.MaxBytes)
            throw TooLarge(request.Name, request.Content.Length);
        return OnlineDeadline.RunAsync(request.Timeout, cancellationToken, stop => ClassifyInTimeAsync(modality, request, stop));
    }

    private async Task<EmbedReply> EmbedInTimeAsync(Modality modality, EmbedRequest request, CancellationToken cancellationToken)
    {
        var encoder = await online.OpenAsync(request.Pack, request.PackSha256, modality, cancellationToken).ConfigureAwait(false);
        var projection = request.Manifest.Length == 0 ? null : await ProjectionAsync(request.Manifest, encoder, cancellationToken).ConfigureAwait(false);
        var encoded = await online.EncodeAsync(encoder, request.Items, cancellationToken).ConfigureAwait(false);
        using var score = GridTelemetry.Activities.StartActivity("score");
        var reply = new EmbedReply { Items = Finish(encoded, projection), Encoder = encoder.Sha256, Head = projection?.HeadSha256 ?? SpaceProjection.Identity, QueueDepth = gate.Count };
        var (preprocess, queue, run) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var item in encoded)
        {
            preprocess = item.Preprocess > preprocess ? item.Preprocess : preprocess;
            queue = item.Queue > queue ? item.Queue : queue;
            run = item.Run > run ? item.Run : run;
        }
        return reply with { Preprocess = preprocess, Queue = queue, Run = run };
    }

    private async Task<ClassifyReply> ClassifyInTimeAsync(Modality modality, ClassifyRequest request, CancellationToken cancellationToken)
    {
        var space = await Task.Run(() => spaces.Get(request.Manifest), cancellationToken).ConfigureAwait(false);
        var manifest = space.Manifest;
        if (space.Centers is null)
            throw new GridException($"The space '{manifest.Id}' has no class centers, so it tells no classes; build them with 'unibind centers build' and publish a new version.") { Kind = GridErrorKind.Conflict };
        var encoder = await online.OpenAsync(manifest.Pack, manifest.PackSha256, modality, cancellationToken).ConfigureAwait(false);
        var projection = await ProjectionAsync(request.Manifest, encoder, cancellationToken).ConfigureAwait(false);
        var encoded = (await online.EncodeAsync(encoder, [new EmbedItem(request.Name, request.Content)], cancellationToken).ConfigureAwait(false))[0];
        if (encoded.Error is { } error)
            throw new GridException($"'{request.Name}' cannot be embedded ({error.Code}): {error.Message}") { ItemCode = error.Code };
        using var score = GridTelemetry.Activities.StartActivity("score");
        try
        {
            // On the thread on which the device's answer came, not in the grain's turn: it goes over every row of every center.
            var found = projection.Classify(new EmbeddingMatrix(encoded.Raw!, 1, encoded.Raw!.Length), request.Top)[0];
            return new ClassifyReply
            {
                Space = manifest.Id,
                Modality = modality,
                Classes = [.. found.Classes.Select(c => new ClassCandidate(c.Name, c.Score, c.Confidence, c.Text))],
                Margin = found.Margin,
                Unknown = found.IsUnknown,
                Truncated = encoded.Truncated,
                Head = projection.HeadSha256,
            };
        }
        catch (AlignmentException e)
        {
            throw new GridException($"'{request.Name}' cannot be classified: {e.Message}") { ItemCode = ItemErrorCodes.Encoder };
        }
    }

    /// <summary>Opening a space reads files: only a version that is open already is taken on the spot.</summary>
    private ValueTask<SpaceProjection> ProjectionAsync(string manifest, ModalityEncoder encoder, CancellationToken cancellationToken) =>
        spaces.TryGetProjection(manifest, encoder.Modality, encoder.Sha256, encoder.Dimension) is { } open
            ? ValueTask.FromResult(open)
            : new ValueTask<SpaceProjection>(Task.Run(() => Open(manifest, encoder), cancellationToken));

    private SpaceProjection Open(string manifest, ModalityEncoder encoder)
    {
        var space = spaces.Get(manifest);
        if (!SpaceProjection.Supports(space, encoder.Modality))
            throw new GridException($"The space '{space.Manifest.Id}' has no head for {encoder.Modality.Name()}; train one with 'unibind align' and publish a new version.") { Kind = GridErrorKind.NotFound };
        return spaces.GetProjection(manifest, encoder.Modality, encoder.Sha256, encoder.Dimension);
    }

    private static EmbeddedItem[] Finish(OnlineEmbedding[] encoded, SpaceProjection? projection)
    {
        var items = new EmbeddedItem[encoded.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = Finish(encoded[i], projection);
        return items;
    }

    private static EmbeddedItem Finish(OnlineEmbedding encoded, SpaceProjection? projection)
    {
        if (encoded.Error is { } error)
            return OnlineEmbedding.Failed(error);
        try
        {
            var vector = projection is null ? encoded.Raw.AsSpan() : projection.Project(new EmbeddingMatrix(encoded.Raw!, 1, encoded.Raw!.Length)).Values.Span;
            return new EmbeddedItem { Vector = MemoryMarshal.AsBytes(vector).ToArray(), Truncated = encoded.Truncated, Tokens = encoded.Tokens };
        }
        catch (AlignmentException e)
        {
            return OnlineEmbedding.Failed(new ItemException(ItemStage.Encode, ItemErrorCodes.Encoder, e.Message));
        }
    }

    private static GridException TooLarge(string name, long bytes) =>
        new($"'{name}' has {bytes:N0} bytes and a call carries at most {EmbedRequest.MaxBytes:N0}; embed it as a batch job.") { Kind = GridErrorKind.TooLarge };
}
