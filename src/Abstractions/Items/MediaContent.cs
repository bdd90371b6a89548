namespace UniBind.Grid;

/// <summary>The bytes of one item, in memory or in a local file. Decoders read it; they never change it.</summary>
/// <remarks>Not thread-safe. Bytes are read once, on first use, and kept until disposal.</remarks>
public sealed class MediaContent : IDisposable
{
    private const int HeadLength = 4096;
    private readonly bool _ownsFile;
    private readonly Func<long, int, byte[]>? _read;
    private ReadOnlyMemory<byte>? _bytes;
    private byte[]? _head;

    private MediaContent(string name, string? path, ReadOnlyMemory<byte>? bytes, long length, bool ownsFile)
    {
        Name = name;
        Path = path;
        _bytes = bytes;
        Length = length;
        _ownsFile = ownsFile;
    }

    /// <summary>The file or entry name with its extension, for format detection and messages; may hold folders, separated by <c>/</c>.</summary>
    public string Name { get; }

    /// <summary>The absolute path when the content is a local file, otherwise null.</summary>
    public string? Path { get; }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>The first 4,096 bytes, or fewer when the content is shorter.</summary>
    /// <exception cref="ItemException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Head
    {
        get
        {
            if (_bytes is { } bytes)
                return bytes.Span[..Math.Min(HeadLength, bytes.Length)];
            return _head ??= ReadHead();
        }
    }

    /// <summary>Content in memory.</summary>
    public static MediaContent FromBytes(string name, ReadOnlyMemory<byte> bytes) => new(name, null, bytes, bytes.Length, false);

    /// <summary>Content elsewhere, of which no more is fetched than is asked for: the head, or everything.</summary>
    /// <param name="name">The name to show.</param>
    /// <param name="length">The bytes; what is fetched is held in memory, so the caller bounds it.</param>
    /// <param name="read">Fetches so many bytes from an offset; may block.</param>
    public static MediaContent FromRanges(string name, long length, Func<long, int, byte[]> read) =>
        length == 0 ? FromBytes(name, ReadOnlyMemory<byte>.Empty) : new(name, length, read);

    private MediaContent(string name, long length, Func<long, int, byte[]> read) : this(name, null, null, length, false) => _read = read;

    /// <summary>Content of a local file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="name">The name to show; the path itself by default.</param>
    /// <param name="deleteOnDispose">True when the file is a temporary copy that ends with this object.</param>
    /// <exception cref="ItemException">The file does not exist or cannot be read.</exception>
    public static MediaContent FromFile(string path, string? name = null, bool deleteOnDispose = false)
    {
        try
        {
            var info = new FileInfo(path);
            return new(name ?? path, info.FullName, null, info.Length, deleteOnDispose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(name ?? path, e);
        }
    }

    /// <summary>All bytes, refused when there are more than <paramref name="limit"/>.</summary>
    /// <exception cref="ItemException">The content is larger than the limit (<c>too-large</c>), or cannot be read (<c>unreadable</c>).</exception>
    public ReadOnlyMemory<byte> ReadBytes(long limit)
    {
        if (Length > limit)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.TooLarge, $"The content has {Length:N0} bytes and the limit is {limit:N0}.");
        if (_bytes is { } bytes)
            return bytes;
        if (_read is not null)
        {
            bytes = Fetch();
            _bytes = bytes;
            return bytes;
        }
        try
        {
            bytes = File.ReadAllBytes(Path!);
            _bytes = bytes;
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, e);
        }
    }

    /// <summary>A stream over the content from its start; the caller disposes it.</summary>
    /// <exception cref="ItemException">The file cannot be read.</exception>
    public Stream OpenRead()
    {
        if (_bytes is null && _read is not null)
            _bytes = Fetch();
        if (_bytes is { } bytes)
            return System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            return new FileStream(Path!, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Name, e);
        }
    }

    /// <summary>Drops the bytes, and the file when it was a temporary copy.</summary>
    public void Dispose()
    {
        _bytes = ReadOnlyMemory<byte>.Empty;
        if (_ownsFile)
            File.Delete(Path!);
    }

    private byte[] Fetch() => _read!(0, checked((int)Length));

    private byte[] ReadHead()
    {
        if (_read is not null)
            return _read(0, (int)Math.Min(HeadLength, Length));
        using var stream = OpenRead();
        var head = new byte[Math.Min(HeadLength, Length)];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read == head.Length ? head : head[..read];
    }

    private static ItemException Unreadable(string name, Exception e) =>
        new(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{name}' cannot be read: {e.Message}", e);
}
