using UniBind.Grid.Testing;

namespace UniBind.Grid.Silo.Tests;

public sealed class JobRootsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _data;
    private readonly JobRoots _roots;

    public JobRootsTests()
    {
        _data = Real("data");
        Real("data2");
        Real("outside");
        Real("data", "in");
        File.WriteAllText(_folder.File("outside", "secret.txt"), "x");
        Directory.CreateSymbolicLink(Path.Combine(_data, "out-link"), _folder.File("outside", "x")[..^2]);
        Directory.CreateSymbolicLink(Path.Combine(_data, "up-link"), "../outside");
        Directory.CreateSymbolicLink(Path.Combine(_data, "in-link"), Path.Combine(_data, "in"));
        File.CreateSymbolicLink(Path.Combine(_data, "dangling"), _folder.File("outside", "not-there-yet"));
        File.CreateSymbolicLink(Path.Combine(_data, "circle"), Path.Combine(_data, "circle"));
        var options = new AccessOptions();
        options.Roots.Add(_data + "/");
        options.Roots.Add("az://box/jobs/");
        options.ReadRoots.Add(Real("read"));
        options.ReadRoots.Add("s3://bucket");
        _roots = new JobRoots(options);
    }

    [Theory]
    [InlineData("data", "data")]
    [InlineData("data/", "data")]
    [InlineData("data/in", "data/in")]
    [InlineData("data//in/./x", "data/in/x")]
    [InlineData("data/new/deep/er", "data/new/deep/er")]
    [InlineData("data/in-link/x", "data/in/x")]
    [InlineData("data/%2e%2e", "data/%2e%2e")]
    [InlineData("data/...", "data/...")]
    public void Resolve_WithinRoot_FullPathWithoutLinks(string location, string expected) =>
        Assert.Equal(Path.Combine(_folder.Path, expected), _roots.Resolve(Path.Combine(_folder.Path, location), write: true));

    [Theory]
    [InlineData("data2")]
    [InlineData("data2/x")]
    [InlineData("DATA/x")]
    [InlineData("")]
    [InlineData("data/../data2")]
    [InlineData("data/../data/in")]
    [InlineData("data/out-link")]
    [InlineData("data/out-link/secret.txt")]
    [InlineData("data/out-link/new/folder")]
    [InlineData("data/up-link/secret.txt")]
    [InlineData("data/dangling")]
    [InlineData("data/dangling/x")]
    [InlineData("data/circle/x")]
    [InlineData("data/in\0/x")]
    [InlineData("data/in\n")]
    public void Resolve_OutsideRoot_Refused(string location)
    {
        Assert.Throws<GridException>(() => _roots.Resolve(_folder.Path + "/" + location, write: true));
        Assert.Throws<GridException>(() => _roots.Resolve(_folder.Path + "/" + location, write: false));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("in/../../outside")]
    [InlineData("..\\outside")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:///%2e%2e/etc/passwd")]
    [InlineData("file://host/etc")]
    [InlineData("http://example.org/x")]
    [InlineData("az://box")]
    [InlineData("az://box/jobs2")]
    [InlineData("az://box/jobs/../other")]
    [InlineData("az://box/jobs/%2e%2e/other")]
    [InlineData("az://box/jobs%2f..%2fother")]
    [InlineData("az://box/jobs\\..\\other")]
    [InlineData("az://user:pass@box/jobs/x")]
    [InlineData("az://box/jobs/x?sig=abc")]
    [InlineData("az://BOX/jobs/x")]
    [InlineData("s3://bucket2/x")]
    [InlineData("s3://bucket@evil/x")]
    [InlineData("s3://")]
    [InlineData(" ")]
    public void Resolve_Elsewhere_Refused(string location)
    {
        Assert.Throws<GridException>(() => _roots.Resolve(location, write: true));
        Assert.Throws<GridException>(() => _roots.Resolve(location, write: false));
    }

    [Theory]
    [InlineData("az://box/jobs", "az://box/jobs")]
    [InlineData("az://box/jobs/a/b/", "az://box/jobs/a/b")]
    [InlineData("AZ://box/jobs/a", "az://box/jobs/a")]
    public void Resolve_RemoteWithinRoot_NormalForm(string location, string expected) => Assert.Equal(expected, _roots.Resolve(location, write: true));

    [Fact]
    public void Resolve_RelativeAndFileUrl_BelowTheFirstRoot()
    {
        Assert.Equal(Path.Combine(_data, "in"), _roots.Resolve("in", write: false));
        Assert.Equal(Path.Combine(_data, "in"), _roots.Resolve("file://" + Path.Combine(_data, "in"), write: false));
    }

    [Theory]
    [InlineData("read/x")]
    public void Resolve_ReadRoot_OnlyForReading(string location)
    {
        var path = Path.Combine(_folder.Path, location);
        Assert.Equal(path, _roots.Resolve(path, write: false));
        Assert.Throws<GridException>(() => _roots.Resolve(path, write: true));
        Assert.Equal("s3://bucket/x", _roots.Resolve("s3://bucket/x", write: false));
        Assert.Throws<GridException>(() => _roots.Resolve("s3://bucket/x", write: true));
    }

    [Fact]
    public void Resolve_NoRoots_SaysWhichOptionToSet()
    {
        var roots = new JobRoots(new AccessOptions());
        Assert.Contains("--root", Assert.Throws<GridException>(() => roots.Resolve(_data, write: false)).Message, StringComparison.Ordinal);
        Assert.Contains("--root", Assert.Throws<GridException>(() => roots.Resolve(_data, write: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_RootIsNoFolder_Refused()
    {
        var options = new AccessOptions();
        options.Roots.Add(Path.Combine(_folder.Path, "nothing"));
        Assert.Contains("--root", Assert.Throws<GridException>(() => new JobRoots(options)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Real(params string[] parts) => Directory.CreateDirectory(Path.Combine([_folder.Path, .. parts])).FullName;
}
