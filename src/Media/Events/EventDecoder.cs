namespace UniBind.Grid.Media;

/// <summary>Reads the files of event cameras.</summary>
internal static class EventDecoder
{
    /// <summary>Decodes a content.</summary>
    /// <param name="content">The content; stays the caller's.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">The bounds on bytes, events and expansion.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ItemException">The content is bad, too large, without events, or of a format that holds none.</exception>
    public static EventRecording Decode(MediaContent content, MediaFormat format, MediaLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (format == MediaFormat.Npz)
            return NumpyEvents.DecodeArchive(content, limits, cancellationToken);

        var bytes = content.ReadBytes(limits.MaxBytes);
        if (bytes.IsEmpty)
            throw Refuse.Empty("The file holds no bytes.");
        return format switch
        {
            MediaFormat.NMnistBin => NMnistDecoder.Decode(bytes.Span, limits),
            MediaFormat.Aedat4 => Aedat4Decoder.Decode(bytes, limits, cancellationToken),
            MediaFormat.Npy => NumpyEvents.Decode(NpyArray.Parse(bytes), limits, cancellationToken),
            MediaFormat.EventCsv => EventCsvDecoder.Decode(bytes.Span, limits, cancellationToken),
            _ => throw Refuse.Unsupported($"The format {format} holds no event recording; N-MNIST's bin, aedat4, npy, npz and csv do."),
        };
    }
}
