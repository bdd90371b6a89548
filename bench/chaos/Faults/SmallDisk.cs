using System.Diagnostics;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>An output folder on a disk of its own, which can be filled and freed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const long Size = 256L << 20;
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Whether a disk can be mounted: tried once.</summary>
    public static bool IsAllowed { get; } = Try();

    private string Ballast => Path.Combine(_folder, ".ballast");

    /// <summary>Mounts the disk; null where that is not allowed.</summary>
    /// <param name="folder">Where; it is made.</param>
    /// <param name="size">Its size in bytes.</param>
    public static SmallDisk? Mount(string folder, long size = Size)
    {
        Directory.CreateDirectory(folder);
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    /// <summary>Takes all that is left, to the last block.</summary>
    /// <param name="room">So many bytes are left.</param>
    public void Fill(int room = 0)
    {
        var reserve = Path.Combine(_folder, ".reserve");
        File.WriteAllBytes(reserve, new byte[room]);
        FillUp();
        File.Delete(reserve);
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose() => Run("umount", "-l", _folder);

    private void FillUp()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        foreach (var block in new[] { new byte[1 << 20], new byte[1 << 12], new byte[1] })
        {
            try
            {
                while (true)
                    ballast.Write(block);
            }
            catch (IOException)
            {
                // Full for blocks of this size.
            }
        }
    }

    private static bool Try()
    {
        var folder = Directory.CreateTempSubdirectory("unibind-disk-");
        using (var disk = Mount(folder.FullName))
        {
            if (disk is null)
                return false;
        }
        folder.Delete();
        return true;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
