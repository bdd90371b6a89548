namespace UniBind.Grid.Media;

/// <summary>The header of an AEDAT 4 file.</summary>
/// <param name="Compression">How its packets are packed.</param>
/// <param name="Streams">Its streams, none when it has no info node.</param>
/// <param name="PacketsStart">The offset of the first packet.</param>
/// <param name="PacketsEnd">The offset behind the last packet: where the table of packets stands, or the end of the file.</param>
internal sealed record Aedat4Header(Aedat4Compression Compression, IReadOnlyList<Aedat4Stream> Streams, int PacketsStart, int PacketsEnd)
{
    private static ReadOnlySpan<byte> Version => "#!AER-DAT4.0\r\n"u8;

    /// <summary>Parses the version line and the IOHeader block (fields: compression, position of the packet table, info node).</summary>
    /// <exception cref="ItemException">The header is damaged, or the file ends before its packet table.</exception>
    public static Aedat4Header Parse(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Version))
            throw Refuse.Corrupt("The file does not begin with the line '#!AER-DAT4.0'.");
        var buffer = FlatTable.SizePrefixed(bytes[Version.Length..], out var consumed);
        if (!FlatTable.HasIdentifier(buffer, "IOHE"u8))
            throw Refuse.Corrupt("The recording has no IOHeader block behind its version line.");

        var table = FlatTable.Root(buffer);
        var compression = (Aedat4Compression)table.Int32(0, 0);
        if (!Enum.IsDefined(compression))
            throw Refuse.Unsupported($"The recording is packed by method {(int)compression}; none, LZ4 and Zstandard are read.");
        var start = Version.Length + consumed;
        var tablePosition = table.Int64(1, -1);
        if (tablePosition >= 0 && tablePosition < start || tablePosition > bytes.Length)
            throw Refuse.Corrupt(FormattableString.Invariant($"The recording's table of packets should stand at byte {tablePosition:N0}, outside the file: it is cut or damaged."));
        return new Aedat4Header(compression, Aedat4Info.Parse(table.Vector(2, 1)), start, tablePosition < 0 ? bytes.Length : (int)tablePosition);
    }
}
