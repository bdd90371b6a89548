using System.Net;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class EmbeddedGridTests
{
    [Fact]
    public async Task Open_WithTheGridsId_ReachesItAndWithoutIsTurnedAway()
    {
        using var folder = new TempFolder();
        using var data = DataDirectory.TryOwn(Path.Combine(folder.Path, "home"))!;
        await using var grid = await EmbeddedGrid.StartAsync(new EmbeddedGridOptions { Data = data, Encoder = o => o.Packs.Add(ClassicPack.Folder) }, TestContext.Current.CancellationToken);
        var gateway = new IPEndPoint(IPAddress.Loopback, grid.Address.GatewayPort);

        await using (var friend = await GridConnection.OpenAsync(gateway, grid.Address.ClusterId, GridSiloHostingExtensions.ServiceId, TestContext.Current.CancellationToken))
            Assert.NotEmpty(await friend.Client.DescribeWorkersAsync());

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var stranger = await GridConnection.OpenAsync(gateway, "unibind", GridSiloHostingExtensions.ServiceId, patience.Token);
            await stranger.Client.DescribeWorkersAsync();
        });
    }

    [Fact]
    public void TryOwn_FolderThatIsOwned_ReturnsNull()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "home");
        using (DataDirectory.TryOwn(path))
            Assert.Null(DataDirectory.TryOwn(path));
        using var again = DataDirectory.TryOwn(path);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task FindOwner_AddressPublished_IsReadableByItsOwnerAlone()
    {
        using var folder = new TempFolder();
        using var data = DataDirectory.TryOwn(Path.Combine(folder.Path, "home"))!;
        data.Publish(new GridAddress(1, 2, null, "secret", DateTimeOffset.UnixEpoch));
        Assert.Equal("secret", (await DataDirectory.FindOwnerAsync(data.Path, TestContext.Current.CancellationToken))!.ClusterId);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data.Path, "grid.json")));
    }

    [Fact]
    public void TryOwn_ExistingFolder_KeepsItsMode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        using var folder = new TempFolder();
        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
#pragma warning disable CA1416 // skipped on Windows above
        File.SetUnixFileMode(folder.Path, shared);
        using var data = DataDirectory.TryOwn(folder.Path);
        Assert.Equal(shared, File.GetUnixFileMode(folder.Path));
#pragma warning restore CA1416
    }
}
