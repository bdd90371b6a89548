using UniBind.Grid.Encoding;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

public sealed class PackFoldersTests
{
    [Fact]
    public void Find_Classic_IsTheBundledPack()
    {
        Assert.Equal(ClassicPack.Folder, PackFolders.Find("classic"));
        Assert.Equal("classic", EncoderPack.ReadIdentity(PackFolders.Find("classic")).Name);
    }

    [Fact]
    public void Find_Folder_IsItsAbsolutePath()
    {
        using var folder = new TempFolder();
        Assert.Equal(folder.Path, PackFolders.Find(Path.GetRelativePath(Environment.CurrentDirectory, folder.Path)));
    }

    [Fact]
    public void Find_NoFolder_SaysWhatToGive()
    {
        using var folder = new TempFolder();
        var file = folder.Write("pack.json", "{}");
        Assert.Equal($"There is no encoder pack '{file}'; give 'classic' or the folder of a pack ('unibind pack new' makes one).", Assert.Throws<GridException>(() => PackFolders.Find(file)).Message);
    }
}
