using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Matrix_WrittenFile_ReturnsTheSameValues()
    {
        var path = await WriteAsync();

        using var file = SafetensorsFile.Open(path);

        Assert.Equal([1f, 2, 3, 4, 5, 6], file.Matrix("m").Values.ToArray());
        Assert.Equal([7, 8], file.Read<int>("i"));
        Assert.Equal("value", file.Metadata["key"]);
    }

    [Fact]
    public async Task Open_TruncatedAnywhere_SaysSo()
    {
        var bytes = await File.ReadAllBytesAsync(await WriteAsync(), TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder.Path, "cut");
        for (var length = 0; length < bytes.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, bytes[..length], TestContext.Current.CancellationToken);

            var error = Assert.Throws<AlignmentException>(() => SafetensorsFile.Open(path).Dispose());

            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_TensorNamedTwice_SaysSo()
    {
        var path = await WriteHeaderAsync("""{"m":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"m":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", 4);

        Assert.Contains("no usable safetensors file", Assert.Throws<AlignmentException>(() => SafetensorsFile.Open(path).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matrix_MoreValuesThanAMatrixHolds_SaysSo()
    {
        // A file with a hole: nothing is written but its end.
        var bytes = 3_000_000L * 1_000 * 4;
        var path = await WriteHeaderAsync($$$"""{"m":{"dtype":"F32","shape":[3000000,1000],"data_offsets":[0,{{{bytes}}}]}}""", bytes);

        using var file = SafetensorsFile.Open(path);

        Assert.Contains("has 3,000,000,000 values", Assert.Throws<AlignmentException>(() => file.Matrix("m")).Message, StringComparison.Ordinal);
    }

    private async Task<string> WriteHeaderAsync(string header, long data)
    {
        var path = Path.Combine(_folder.Path, "header.safetensors");
        await using var stream = File.Create(path);
        await stream.WriteAsync(BitConverter.GetBytes((ulong)header.Length), TestContext.Current.CancellationToken);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(header), TestContext.Current.CancellationToken);
        stream.SetLength(8 + header.Length + data);
        return path;
    }

    [Fact]
    public async Task Read_FileIsGone_SaysSo()
    {
        var path = await WriteAsync();
        using var file = SafetensorsFile.Open(path);
        File.Delete(path);

        Assert.Contains("cannot be read", Assert.Throws<AlignmentException>(() => file.Read<int>("i")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> WriteAsync()
    {
        var path = Path.Combine(_folder.Path, "f.safetensors");
        await using var stream = File.Create(path);
        await new SafetensorsWriter().Metadata("key", "value")
            .Tensor<float>("m", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3)
            .Tensor<int>("i", new[] { 7, 8 }, 2)
            .WriteAsync(stream, TestContext.Current.CancellationToken);
        return path;
    }
}
