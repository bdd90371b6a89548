using System.ComponentModel;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class MachineFaultsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(28, true)]
    [InlineData(24, true)]
    [InlineData(23, true)]
    [InlineData(5, false)]
    [InlineData(2, false)]
    public void Is_UnixErrorNumbers_TellsMachineFromItem(int number, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "other numbers");
        var fault = new IOException("it", number);
        Assert.Equal(expected, MachineFaults.Is(fault));
        Assert.Equal(expected, MachineFaults.Is(new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, "it", fault)));
        Assert.Equal(expected, MachineFaults.Is(new Win32Exception(number)));
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(5, false)]
    public async Task PlanAsync_ReadFails_EndsTheAttemptOnlyForTheMachinesFaults(int number, bool machine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "other numbers");
        var ct = TestContext.Current.CancellationToken;
        var folder = new JobFolder(_temp.File("out"));
        var source = new FixedSource([ListedItem.Of(new CorpusItem { Id = "a", Uri = "a" })]);
        await foreach (var _ in ListingWriter.WriteAsync(source, folder, new ListingOptions(), ct))
        {
        }
        Task<PagePlan> Plan() => PagePlanner.PlanAsync(folder, 0, source, (_, _) => throw new IOException("it", number), new PlanOptions(), ct);

        if (machine)
            Assert.True((await Assert.ThrowsAsync<CorpusException>(Plan)).IsTransient);
        else
            Assert.Equal(ItemErrorCodes.Unreadable, Assert.Single((await Plan()).DeadLetters).Code);
    }

    [Fact]
    public async Task ListAsync_SpoolFolderTakesNothing_IsTransientAndNoDeadLetter()
    {
        _temp.Write("a.tar.gz", TarFile.Gzip(TarFile.Pack(("a.png", "A"))));
        var notAFolder = _temp.Write("file", "x");
        var source = CorpusSources.Open(_temp.File("a.tar.gz"), new CorpusSourceOptions { SpoolFolder = notAFolder });

        var error = await Assert.ThrowsAsync<CorpusException>(() => source.ListAllAsync());

        Assert.True(error.IsTransient);
        Assert.Contains(notAFolder, error.Message, StringComparison.Ordinal);
    }
}
