using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Encoding;

/// <content>What happens to a Run that fails, hangs or answers NaN: the items behind it are found, the same way every time, and the others go on.</content>
internal sealed partial class EncoderRunner
{
    /// <summary>A Run threw or was ended for its time: halves it to the items behind that.</summary>
    private void Isolate(EncodeBatch batch, RowSlice[] slices, RunBuffers buffers, Exception failure)
    {
        RequireAlive(failure);
        Counters.Bisection();
        var failed = 0;
        if (slices.Length == 1 && failure is RunTimeoutException)
        {
            Try(batch, slices, buffers, ref failed); // the machine may have been busy: a hang is the item's only after a second try
            return;
        }

        if (slices.Length > 1)
            LogBisecting(Encoder.Modality, slices.Length, failure.Message);
        Halve(batch, slices, buffers, failure, ref failed);
        if (failed > 0)
            RunSurvivors(batch, slices, buffers);
    }

    /// <summary>A Run of these slices failed: the left half first, then the right one, down to single items.</summary>
    private void Halve(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers buffers, Exception failure, ref int failed)
    {
        if (slices.Length == 1)
        {
            failed++;
            var code = failure is RunTimeoutException ? ItemErrorCodes.Timeout : ItemErrorCodes.Encoder;
            batch.Fail(slices[0].Item, new ItemException(ItemStage.Encode, code, $"The encoder fails on this item: {failure.Message}", failure));
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
            Settle(batch, slices, buffers, RunOnce(batch, slices, buffers));
        }
        catch (Exception e) when (e is not EncoderUnavailableException)
        {
            Halve(batch, slices, buffers, e, ref failed);
        }
    }

    /// <summary>
    /// Rows that are no vectors are tried again alone, since a batch may spoil what would be fine by itself. An item that is no vector alone
    /// either fails; where some are, the others share a Run once more, without those that failed.
    /// </summary>
    private void Settle(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers buffers, List<(RowSlice Slice, ItemException Error)> faults)
    {
        if (faults.Count == 0)
            return;
        RequireAlive(faults[0].Error); // a device that answers NaN to everything is broken, not its items
        if (slices.Length == 1)
        {
            batch.Fail(faults[0].Slice.Item, faults[0].Error);
            return;
        }

        var spoilt = false;
        foreach (var (slice, _) in faults)
            spoilt |= RunAlone(batch, slice, buffers);
        if (spoilt)
            RunSurvivors(batch, slices, buffers);
    }

    /// <summary>Runs a slice by itself; false when that fails, too.</summary>
    private bool RunAlone(EncodeBatch batch, RowSlice slice, RunBuffers buffers)
    {
        try
        {
            buffers.Fill(batch.Items, [slice]);
            RunRows(batch, [slice], buffers);
        }
        catch (Exception e) when (e is not EncoderUnavailableException)
        {
            var failed = 0;
            Halve(batch, [slice], buffers, e, ref failed);
        }

        return !batch.HasFailed(slice.Item);
    }

    /// <summary>
    /// The others in one Run again, so that their vectors are to the bit those of a batch without the bad items: kernels may round
    /// differently for another number of rows.
    /// </summary>
    private void RunSurvivors(EncodeBatch batch, ReadOnlySpan<RowSlice> slices, RunBuffers buffers)
    {
        var survivors = Array.FindAll(slices.ToArray(), s => !batch.HasFailed(s.Item));
        if (survivors.Length == 0)
            return;
        try
        {
            buffers.Fill(batch.Items, survivors);
            foreach (var (slice, _) in RunOnce(batch, survivors, buffers))
                RunAlone(batch, slice, buffers); // their company spoils it even so: it keeps the vector that it has by itself
        }
        catch (Exception e) when (e is not EncoderUnavailableException)
        {
            LogSurvivors(Encoder.Modality, survivors.Length, e.Message); // they keep the vectors of their halves
        }
    }

    private void RequireAlive(Exception failure)
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
