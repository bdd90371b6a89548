using System.Diagnostics;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>Encodes items as they come: decodes them on the silo's decode threads, before batch work, and lets the device merge those of concurrent calls.</summary>
/// <remarks>
/// Thread-safe; a singleton of the silo. It goes on wherever its waits end and never returns to its caller's scheduler: a grain that awaits it does nothing heavy in
/// its turns, and a small request costs no hop more than the decode thread and the device.
/// </remarks>
public sealed class OnlineEncoder(PackCatalog packs, DecodePool decoders, OnlineGate gate, OnlineCosts costs)
{
    /// <summary>Texts that one decode thread takes at a time.</summary>
    private const int MinTexts = 16;

    /// <summary>The encoder of a modality in the very pack that a caller names, loaded and warm.</summary>
    /// <exception cref="GridException">The silo does not have it.</exception>
    internal async Task<ModalityEncoder> OpenAsync(string pack, string packSha256, Modality modality, CancellationToken cancellationToken)
    {
        var host = await packs.GetAsync(pack).ConfigureAwait(false);
        if (host.Pack.Sha256 != packSha256)
            throw new GridException($"The space was made with the pack '{pack}' of hash {Shortened(packSha256)}, and this silo has {Shortened(host.Pack.Sha256)}; give it the same pack.") { Kind = GridErrorKind.Conflict };
        return await packs.GetEncoderAsync(pack, modality, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Encodes items; one that cannot be encoded harms no other.</summary>
    /// <returns>A result for each item, in their order.</returns>
    /// <exception cref="GridException">The silo is full.</exception>
    /// <exception cref="SiloUnavailableException">The device is broken or the silo stops: the items are another silo's.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of the call waits any more.</exception>
    internal async Task<OnlineEmbedding[]> EncodeAsync(ModalityEncoder encoder, EmbedItem[] items, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long bytes = 0;
        foreach (var item in items)
            bytes += item.Content.Length;
        using var place = gate.Enter(items.Length, bytes, items.Length * costs.Of(encoder));
        var results = new OnlineEmbedding[items.Length];
        try
        {
            var group = encoder.Modality == Modality.Text ? Math.Max(MinTexts, (items.Length + decoders.Threads - 1) / decoders.Threads) : 1;
            if (items.Length <= group)
            {
                await EncodeGroupAsync(encoder, items, 0, items.Length, results, cancellationToken).ConfigureAwait(false);
                return results;
            }
            var groups = new Task[(items.Length + group - 1) / group];
            for (var i = 0; i < groups.Length; i++)
                groups[i] = EncodeGroupAsync(encoder, items, i * group, Math.Min(group, items.Length - i * group), results, cancellationToken);
            // A decoder that does not look at its token must not keep the place of a caller that has gone.
            await Task.WhenAll(groups).WaitAsync(cancellationToken).ConfigureAwait(false);
            return results;
        }
        catch (Exception e) when (e is EncoderUnavailableException or ObjectDisposedException)
        {
            throw new SiloUnavailableException($"The silo cannot encode now: {e.Message}");
        }
    }

    private async Task EncodeGroupAsync(ModalityEncoder encoder, EmbedItem[] items, int start, int count, OnlineEmbedding[] results, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        OnlineDecoder.Decoded[] decoded;
        using var preprocess = GridTelemetry.Activities.StartActivity("preprocess");
        try
        {
            decoded = await decoders.RunOnlineAsync(limit => OnlineDecoder.Decode(items, start, count, encoder, limit), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException e)
        {
            Array.Fill(results, OnlineEmbedding.Failed(e, Stopwatch.GetElapsedTime(begun)), start, count); // it took too long
            return;
        }
        preprocess?.SetTag("unibind.modality", encoder.Modality.Name()).SetTag("unibind.items", count).Dispose();
        var waited = Stopwatch.GetElapsedTime(begun);
        foreach (var item in decoded)
        {
            waited -= item.Time;
            JobMetrics.Prepared(encoder.Modality, item.Time, TelemetryTags.Online);
        }
        var encoding = new ValueTask<EncodeResult>[count];
        for (var i = 0; i < count; i++)
            if (decoded[i].Prepared is { } prepared)
                encoding[i] = encoder.EncodeAsync(prepared, cancellationToken);
        for (var i = 0; i < count; i++)
            results[start + i] = await FinishAsync(encoder, decoded[i], waited, encoding[i]).ConfigureAwait(false);
    }

    private async ValueTask<OnlineEmbedding> FinishAsync(ModalityEncoder encoder, OnlineDecoder.Decoded decoded, TimeSpan waited, ValueTask<EncodeResult> encoding)
    {
        if (decoded.Prepared is not { } prepared)
            return OnlineEmbedding.Failed(decoded.Error!, decoded.Time);
        var result = await encoding.ConfigureAwait(false);
        if (result.Run > TimeSpan.Zero)
            costs.Observe(encoder, decoded.Time, result.RunShare);
        return new OnlineEmbedding(result.Vector, result.Error, prepared.Truncated, encoder.Modality == Modality.Text ? OnlineDecoder.Tokens(prepared) : 0)
        {
            Preprocess = decoded.Time,
            Queue = waited + result.Queue,
            Run = result.Run,
        };
    }

    private static string Shortened(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;
}
