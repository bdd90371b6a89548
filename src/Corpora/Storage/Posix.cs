using System.Runtime.InteropServices;

namespace UniBind.Grid.Corpora;

/// <summary>The three system calls of the commit protocol that .NET does not offer. Linux and macOS only.</summary>
internal static partial class Posix
{
    /// <summary>The target name exists.</summary>
    public const int FileExists = 17;

    /// <summary>True where <c>link</c> and directory <c>fsync</c> exist.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Gives <paramref name="existing"/> a second name, failing when that name exists.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Link(string existing, string name) =>
        LinkCore(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Makes the names in a directory durable. A file system that cannot (some network ones) is not an error: there is no more to do.</summary>
    public static void SyncDirectory(string directory)
    {
        const int readOnly = 0;
        var descriptor = OpenCore(directory, readOnly);
        if (descriptor < 0)
            return;
        _ = FsyncCore(descriptor);
        _ = CloseCore(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkCore(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenCore(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FsyncCore(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCore(int descriptor);
}
