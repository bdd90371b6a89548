using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Cli;

/// <summary>The versions of the program and of what it stands on.</summary>
internal static class VersionChecks
{
    private const string Area = "versions";
    private const string FfmpegVariable = "UNIBIND_FFMPEG";

    public static IEnumerable<Finding> Look()
    {
        yield return Finding.Good(Area, "unibind", Of(typeof(VersionChecks)));
        yield return Finding.Good(Area, ".NET", $"{Environment.Version} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors");
        yield return Finding.Good(Area, "Orleans", Of(typeof(Orleans.IGrain)));
        yield return Native("ONNX Runtime", () => OrtEnv.Instance().GetVersionString(), "put the package's native library beside the program, or build again");
        yield return Native("libvips", () => $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}", "pictures cannot be decoded: build again for this system, NetVips.Native has its library");
        yield return Ffmpeg();
    }

    private static Finding Ffmpeg()
    {
        var program = Environment.GetEnvironmentVariable(FfmpegVariable) is { Length: > 0 } named ? named : "ffmpeg";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "-version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var first = process.StandardOutput.ReadLine() ?? "";
            process.StandardOutput.ReadToEnd();
            process.WaitForExit(TimeSpan.FromSeconds(10));
            return Finding.Good(Area, "ffmpeg", string.Join(' ', first.Split(' ').Take(3)));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Finding.Note(Area, "ffmpeg", program == "ffmpeg" ? "not installed" : $"'{program}', which {FfmpegVariable} names, does not start", "Compressed audio and video files become dead letters (missing-tool) until it is; wav, gif and webp need none.");
        }
    }

    private static Finding Native(string name, Func<string> version, string advice)
    {
        try
        {
            return Finding.Good(Area, name, version());
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            return Finding.Bad(Area, name, "Its native library does not load: " + e.GetBaseException().Message, char.ToUpperInvariant(advice[0]) + advice[1..] + ".");
        }
    }

    private static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', ' ')[0].TrimEnd('.') ?? "?";
}
