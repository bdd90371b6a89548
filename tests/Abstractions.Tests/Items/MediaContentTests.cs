using System.Buffers;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Abstractions.Tests.Items;

public sealed class MediaContentTests : IDisposable
{
    private const int HeadLength = 4096;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(HeadLength - 1)]
    [InlineData(HeadLength)]
    [InlineData(HeadLength + 1)]
    [InlineData(3 * HeadLength)]
    public void Head_AnyLength_IsTheFirst4096BytesFromBytesAndFileAlike(int length)
    {
        var bytes = Bytes(length);
        using var memory = MediaContent.FromBytes("a.bin", bytes);
        using var file = MediaContent.FromFile(_folder.Write("a.bin", bytes));
        var expected = bytes.AsSpan(0, Math.Min(length, HeadLength));
        Assert.True(expected.SequenceEqual(memory.Head));
        Assert.True(expected.SequenceEqual(file.Head));
        Assert.True(expected.SequenceEqual(file.Head)); // the second time from what is kept
        Assert.Equal((length, length), (memory.Length, file.Length));
    }

    [Fact]
    public void FromFile_Names_AreThePathUnlessGiven()
    {
        var path = _folder.Write("a/b.wav", [1]);
        using var plain = MediaContent.FromFile(path);
        using var named = MediaContent.FromFile(Path.GetRelativePath(Environment.CurrentDirectory, path), "call.wav");
        Assert.Equal((path, path), (plain.Name, plain.Path));
        Assert.Equal(("call.wav", path), (named.Name, named.Path));
        using var memory = MediaContent.FromBytes("tar!a.wav", new byte[1]);
        Assert.Equal(("tar!a.wav", null), (memory.Name, memory.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadBytes_Limit_IsInclusive(bool inMemory)
    {
        var bytes = Bytes(10_000);
        using var content = inMemory ? MediaContent.FromBytes("a.bin", bytes) : MediaContent.FromFile(_folder.Write("a.bin", bytes));
        var refused = Assert.Throws<ItemException>(() => content.ReadBytes(9_999));
        Assert.Equal((ItemStage.Read, ItemErrorCodes.TooLarge), (refused.Stage, refused.Code));
        Assert.Equal("The content has 10,000 bytes and the limit is 9,999.", refused.Message);
        Assert.True(content.ReadBytes(10_000).Span.SequenceEqual(bytes));
    }

    [Fact]
    public void ReadBytes_File_IsReadOnce()
    {
        var path = _folder.Write("a.bin", [1, 2, 3]);
        using var content = MediaContent.FromFile(path);
        Assert.Equal([1, 2, 3], content.ReadBytes(3).ToArray());
        File.WriteAllBytes(path, [9, 9, 9]);
        Assert.Equal([1, 2, 3], content.ReadBytes(3).ToArray());
        Assert.Equal([1, 2, 3], content.Head.ToArray());
        using var stream = content.OpenRead();
        Assert.Equal(1, stream.ReadByte());
    }

    [Theory]
    [InlineData("absent.wav")]
    [InlineData("absent/a.wav")]
    public void FromFile_NoFile_IsUnreadable(string name)
    {
        var path = Path.Combine(_folder.Path, name);
        AssertUnreadable($"'{name}' cannot be read: ", () => MediaContent.FromFile(path, name));
    }

    [Fact]
    public void FromFile_EmptyPathOrFolder_IsUnreadable()
    {
        AssertUnreadable("'x' cannot be read: ", () => MediaContent.FromFile("", "x"));
        AssertUnreadable("cannot be read: ", () => MediaContent.FromFile(_folder.Path));
    }

    [Fact]
    public void Read_FileThatWentAway_IsUnreadable()
    {
        var path = _folder.Write("a.bin", [1, 2, 3]);
        using var content = MediaContent.FromFile(path, "a.bin");
        File.Delete(path);
        AssertUnreadable("'a.bin' cannot be read: ", () => content.ReadBytes(10));
        AssertUnreadable("'a.bin' cannot be read: ", () => content.OpenRead());
        AssertUnreadable("'a.bin' cannot be read: ", () => _ = content.Head.Length);
    }

    [Fact]
    public void Head_FileThatBecameShorter_IsWhatThereIs()
    {
        var path = _folder.Write("a.bin", new byte[100]);
        using var content = MediaContent.FromFile(path);
        File.WriteAllBytes(path, [7]);
        Assert.Equal([7], content.Head.ToArray());
    }

    [Fact]
    public void OpenRead_Streams_StartAtTheStartAndCannotBeWritten()
    {
        var bytes = Bytes(100);
        MediaContent[] contents =
        [
            MediaContent.FromBytes("a", bytes),
            MediaContent.FromBytes("a", new ReadOnlyMemory<byte>([0, .. bytes, 0], 1, 100)),
            MediaContent.FromBytes("a", new Unmanaged(bytes).Memory),
            MediaContent.FromFile(_folder.Write("a.bin", bytes)),
        ];
        foreach (var content in contents)
        {
            for (var time = 0; time < 2; time++)
            {
                using var stream = content.OpenRead();
                Assert.False(stream.CanWrite);
                var read = new byte[101];
                Assert.Equal(100, stream.ReadAtLeast(read, 101, throwOnEndOfStream: false));
                Assert.True(read.AsSpan(0, 100).SequenceEqual(bytes));
            }
            content.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_File_IsDeletedOnlyWhenItIsATemporaryCopy(bool temporary)
    {
        var path = _folder.Write("a.bin", [1]);
        var content = MediaContent.FromFile(path, deleteOnDispose: temporary);
        Assert.Equal(1, content.ReadBytes(1).Span[0]);
        content.Dispose();
        content.Dispose();
        Assert.Equal(!temporary, File.Exists(path));
        Assert.Equal(0, content.Head.Length);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static void AssertUnreadable(string message, Action act)
    {
        var error = Assert.Throws<ItemException>(act);
        Assert.Equal((ItemStage.Read, ItemErrorCodes.Unreadable), (error.Stage, error.Code));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    /// <summary>Memory that lies in no array.</summary>
    private sealed class Unmanaged(byte[] bytes) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
