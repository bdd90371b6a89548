using System.ComponentModel;

namespace UniBind.Grid.Corpora;

/// <summary>Faults of the machine that reads an item rather than of the item: no room, a quota, too many open files. They cost the attempt, never the item.</summary>
/// <remarks>Thread-safe.</remarks>
public static class MachineFaults
{
    // Unix error numbers, which .NET keeps in IOException.HResult.
    private const int TooManyFilesOfSystem = 23, TooManyFiles = 24, NoSpace = 28, QuotaLinux = 122, QuotaMac = 69;

    // The same on Windows: ERROR_TOO_MANY_OPEN_FILES, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
    private const int WindowsTooManyFiles = unchecked((int)0x80070004), WindowsHandleFull = unchecked((int)0x80070027), WindowsFull = unchecked((int)0x80070070);

    /// <summary>Whether an exception, or one that it wraps, is such a fault.</summary>
    public static bool Is(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is IOException && IsNumber(e.HResult))
                return true;

            // A decoder's child process that could not be started.
            if (e is Win32Exception { NativeErrorCode: var number } && !OperatingSystem.IsWindows() && IsNumber(number))
                return true;
        }
        return false;
    }

    /// <summary>What to throw for such a fault.</summary>
    /// <param name="exception">The fault.</param>
    /// <param name="what">What could not be read or written.</param>
    public static CorpusException Translate(Exception exception, string what) =>
        new($"'{what}' cannot be read on this machine now, which is no fault of its own: {exception.Message}", exception) { Fault = CorpusFault.Transient };

    /// <summary>Throws when an exception is such a fault, before it is taken for one of an item.</summary>
    /// <exception cref="CorpusException">It is, and transient.</exception>
    internal static void Refuse(Exception exception, string what)
    {
        if (Is(exception))
            throw Translate(exception, what);
    }

    private static bool IsNumber(int number) => OperatingSystem.IsWindows()
        ? number is WindowsTooManyFiles or WindowsHandleFull or WindowsFull
        : number is TooManyFilesOfSystem or TooManyFiles or NoSpace || number == (OperatingSystem.IsMacOS() ? QuotaMac : QuotaLinux);
}
