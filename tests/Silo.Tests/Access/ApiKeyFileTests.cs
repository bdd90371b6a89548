using UniBind.Grid.Testing;

namespace UniBind.Grid.Silo.Tests;

public sealed class ApiKeyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Create_Key_FileHasOnlyTheHashAndIsTheOwnersAlone()
    {
        var file = new ApiKeyFile(_folder.File("sub", "keys.json"));
        var text = AccessServer.Key(file, "a", AccessScopes.Embed);
        Assert.Matches("^ub_[0-9a-f]{12}_[0-9a-f]{48}$", text);
        var stored = File.ReadAllText(file.Path);
        Assert.DoesNotContain(text[^48..], stored, StringComparison.Ordinal);
        Assert.Contains(ApiKeyText.Hash(text), stored, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
    }

    [Fact]
    public void Revoke_FileThatOthersMayRead_StaysReadableForThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        var file = new ApiKeyFile(_folder.File("keys.json"));
        var id = AccessServer.Key(file, "a", AccessScopes.Embed)[3..15];
#pragma warning disable CA1416 // skipped on Windows above
        var shared = File.GetUnixFileMode(file.Path) | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(file.Path, shared);
        ApiKeys.Revoke(file, id, DateTimeOffset.UtcNow);
        Assert.Equal(shared, File.GetUnixFileMode(file.Path));
#pragma warning restore CA1416
        Assert.Null(file.Warning);
    }

    [Fact]
    public async Task Create_ManyAtOnce_NoneIsLost()
    {
        var path = _folder.File("keys.json");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => AccessServer.Key(new ApiKeyFile(path), "key " + i, AccessScopes.Embed))));
        Assert.Equal(20, new ApiKeyFile(path).Read().Select(k => k.Name).Distinct().Count());
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public void Create_SameName_Refused()
    {
        var file = new ApiKeyFile(_folder.File("keys.json"));
        AccessServer.Key(file, "a", AccessScopes.Embed);
        Assert.Contains("'a'", Assert.Throws<GridException>(() => AccessServer.Key(file, "a", AccessScopes.Jobs)).Message, StringComparison.Ordinal);
        Assert.Throws<GridException>(() => AccessServer.Key(file, "b", "root"));
        Assert.Throws<GridException>(() => AccessServer.Key(file, "b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"keys\":[]}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1,\"keys\":[null]}")]
    [InlineData("{\"version\":1,\"keys\":[{\"id\":\"000000000000\",\"name\":\"a\",\"sha256\":\"00\",\"scopes\":[\"embed\"],\"created\":\"2026-01-01T00:00:00Z\"}]}")]
    [InlineData("{\"version\":1,\"keys\":[{\"id\":\"000000000000\",\"name\":\"a\",\"scopes\":[\"embed\"],\"created\":\"2026-01-01T00:00:00Z\"}]}")]
    public void Read_DamagedFile_OneSentence(string content)
    {
        var file = new ApiKeyFile(_folder.Write("keys.json", content));
        Assert.Contains(file.Path, Assert.Throws<GridException>(() => file.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_UnknownId_NotFoundAndFileUntouched()
    {
        var file = new ApiKeyFile(_folder.File("keys.json"));
        AccessServer.Key(file, "a", AccessScopes.Embed);
        var before = File.ReadAllText(file.Path);
        Assert.Equal(GridErrorKind.NotFound, Assert.Throws<GridException>(() => ApiKeys.Revoke(file, "000000000000", DateTimeOffset.UtcNow)).Kind);
        Assert.Equal(before, File.ReadAllText(file.Path));
    }

    public void Dispose() => _folder.Dispose();
}
