using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary>Finds encoder packs by what users call them.</summary>
internal static class PackFolders
{
    /// <summary>The name of the bundled pack.</summary>
    public const string Classic = "classic";

    /// <summary>The folder of a pack: the bundled one by its name, any other by its path.</summary>
    /// <exception cref="GridException">There is no such folder.</exception>
    public static string Find(string pack)
    {
        if (pack == Classic)
            return ClassicPack.Folder;
        var folder = Path.GetFullPath(pack);
        return Directory.Exists(folder)
            ? folder
            : throw new GridException($"There is no encoder pack '{pack}'; give '{Classic}' or the folder of a pack ('unibind pack new' makes one).");
    }
}
