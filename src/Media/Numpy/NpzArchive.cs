using System.IO.Compression;

namespace UniBind.Grid.Media;

/// <summary>A zip of NumPy arrays. Arrays are unpacked one by one, on demand, within the limits on bytes and expansion.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class NpzArchive : IDisposable
{
    /// <summary>Below this size no expansion counts as a bomb: a small array of zeros packs a thousand to one.</summary>
    private const long FreeBytes = 1 << 20;

    private const int MaxEntries = 10_000;
    private readonly MediaLimits _limits;
    private readonly ZipArchive _zip;
    private readonly long _packedLength;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private long _unpacked;

    /// <summary>Opens the archive and reads its directory.</summary>
    /// <exception cref="ItemException">The content is no readable zip, or its directory is unsound.</exception>
    public NpzArchive(MediaContent content, MediaLimits limits)
    {
        _limits = limits;
        _packedLength = content.Length;
        if (content.Length == 0)
            throw Refuse.Empty("The file holds no bytes.");
        if (content.Length > limits.MaxBytes)
            throw Refuse.TooLarge("The archive's bytes", content.Length, nameof(MediaLimits.MaxBytes), limits.MaxBytes);
        var stream = content.OpenRead();
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false);
            if (_zip.Entries.Count > MaxEntries)
                throw Refuse.TooLarge("The archive's entries", _zip.Entries.Count, nameof(MaxEntries), MaxEntries);
            foreach (var entry in _zip.Entries.Where(e => e.FullName.EndsWith(".npy", StringComparison.Ordinal)))
                _entries.TryAdd(entry.FullName[..^4], entry);
        }
        catch (Exception e) when (IsZipFault(e))
        {
            stream.Dispose();
            throw Refuse.Corrupt("The content is no readable zip archive.", e);
        }
    }

    /// <summary>The names of the arrays, in the order of the archive.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Reads only the header of an array.</summary>
    /// <exception cref="ItemException">The array is damaged or holds Python objects.</exception>
    public NpyHeader ReadHeader(string name) =>
        NpyHeader.Parse(Unpack(name, NpyHeader.MaxLength + 12, whole: false).Span);

    /// <summary>Unpacks an array.</summary>
    /// <exception cref="ItemException">The array is damaged, too large, expands too much, or holds Python objects.</exception>
    public NpyArray Read(string name) => NpyArray.Parse(Unpack(name, _limits.MaxBytes, whole: true));

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private ReadOnlyMemory<byte> Unpack(string name, long limit, bool whole)
    {
        try
        {
            var entry = _entries[name];
            if (whole)
                CheckClaim(name, entry.Length);
            using var stream = entry.Open();
            var buffer = new byte[Math.Min(Math.Min(entry.Length, limit) + 1, FreeBytes)];
            var filled = 0;
            while (true)
            {
                var read = stream.Read(buffer, filled, buffer.Length - filled);
                filled += read;
                if (read == 0 || !whole && filled == buffer.Length)
                    break;
                if (filled > limit || whole && filled > entry.Length)
                    throw Refuse.Corrupt($"The array '{name}' unpacks to more bytes than its archive says.");
                // Grows with the bytes that really come: a claim alone reserves nothing.
                if (filled == buffer.Length)
                    Array.Resize(ref buffer, (int)Math.Min(2L * filled, Math.Min(limit, entry.Length) + 1));
            }
            if (whole)
                _unpacked += filled;
            return buffer.AsMemory(0, filled);
        }
        catch (Exception e) when (IsZipFault(e))
        {
            throw Refuse.Corrupt($"The array '{name}' of the archive is damaged and cannot be unpacked.", e);
        }
    }

    /// <summary>The sum counts, not the entry: entries of a crafted archive may share their bytes.</summary>
    private void CheckClaim(string name, long length)
    {
        var total = _unpacked + length;
        if (length < 0 || total > _limits.MaxBytes || total > Array.MaxLength - 1)
            throw Refuse.TooLarge($"The unpacked bytes up to the array '{name}'", total, nameof(MediaLimits.MaxBytes), _limits.MaxBytes);
        if (total > FreeBytes && total > _packedLength * _limits.MaxExpansion)
            throw Refuse.TooLarge($"The expansion of the archive up to the array '{name}'", total / Math.Max(1, _packedLength), nameof(MediaLimits.MaxExpansion), _limits.MaxExpansion);
    }

    private static bool IsZipFault(Exception e) =>
        e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException;
}
