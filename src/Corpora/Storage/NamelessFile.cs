using Microsoft.Win32.SafeHandles;

namespace UniBind.Grid.Corpora;

/// <summary>Temporary files without a name (Unix) or deleted on close (Windows), so that a killed process leaves nothing behind.</summary>
internal static class NamelessFile
{
    /// <summary>A new, empty file for reading and writing.</summary>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <param name="extension">For messages of the operating system; with its dot.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static SafeFileHandle Create(string folder, string extension)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"unibind-{Guid.NewGuid():N}{extension}");
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        File.Delete(path);
        return handle;
    }
}
