using System.Globalization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>The wall clocks of silos, moved by libfaketime through a file each; monotonic clocks stay right.</summary>
/// <param name="folder">Where the files lie.</param>
internal sealed class ClockFiles(string folder)
{
    private static readonly string[] Places = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    /// <summary>Why clocks cannot be moved here; null when they can.</summary>
    public static string? Missing => Places.Any(File.Exists) ? null : "libfaketime is not installed (apt: faketime)";

    /// <summary>The variables of a silo whose clock can be moved.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string silo)
    {
        Set(silo, 0);
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Places.First(File.Exists),
            ["FAKETIME_TIMESTAMP_FILE"] = PathOf(silo),
            ["FAKETIME_NO_CACHE"] = "1",

            // Clocks jump, files do not: with their times moved, too, every file would look changed since it was listed.
            ["NO_FAKE_STAT"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>Moves a silo's clock to so many hours from the real time.</summary>
    public void Set(string silo, double hours)
    {
        var temporary = PathOf(silo) + ".new";
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{hours * 3600:+0;-0;+0}\n"));
        File.Move(temporary, PathOf(silo), overwrite: true);
    }

    private string PathOf(string silo) => Path.Combine(folder, silo + ".clock");
}
