using System.Text.RegularExpressions;

namespace UniBind.Grid.Media;

/// <summary>Says what the end of a child process means for the item.</summary>
internal static partial class ToolFailure
{
    private const int MaxMessage = 240;
    private const int SignalBase = 128;
    private const int CpuTimeExceeded = 24;

    // As ffmpeg, the C library and the dynamic loader put it when the address space is used up.
    private static readonly string[] MemorySigns = ["Cannot allocate memory", "memory exhausted", "failed to map segment", "bad_alloc", "Out of memory"];

    /// <summary>The item's failure after an exit code other than 0.</summary>
    internal static ItemException Of(string name, int exitCode, IReadOnlyList<string> errors, ToolLimits limits)
    {
        // The limiter itself: the program cannot be executed, or this process may not set the limits.
        if (errors.FirstOrDefault(line => line.StartsWith("prlimit:", StringComparison.Ordinal)) is { } refusal)
            return new(ItemStage.Decode, ItemErrorCodes.MissingTool, $"{name} cannot be started: {refusal}");
        if (errors.Any(line => MemorySigns.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase))))
            return OutOfMemory(name, limits);
        if (exitCode == SignalBase + CpuTimeExceeded)
            return new(ItemStage.Decode, ItemErrorCodes.Timeout, FormattableString.Invariant($"{name} took longer than {limits.Time.TotalSeconds:0.#} s over it."));
        if (exitCode > SignalBase && !OperatingSystem.IsWindows() && errors.Count == 0)
            return new(ItemStage.Decode, ItemErrorCodes.Corrupt, FormattableString.Invariant($"{name} died of signal {exitCode - SignalBase} over it."));
        if (errors.Any(line => line.Contains("matches no streams", StringComparison.Ordinal)))
            return new(ItemStage.Decode, ItemErrorCodes.Unsupported, "The content has no track of the wanted kind.");
        if (errors.Any(line => line.Contains("not on whitelist", StringComparison.Ordinal) || line.Contains("whitelisted", StringComparison.Ordinal)))
            return new(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The content uses a format or codec that is not read: {Summary(errors)}");
        return new(ItemStage.Decode, ItemErrorCodes.Corrupt, $"{name} cannot decode it: {Summary(errors)}");
    }

    /// <summary>The item's failure after the memory limit.</summary>
    internal static ItemException OutOfMemory(string name, ToolLimits limits) =>
        new(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"{name} needed more than {limits.Memory >> 20:N0} MiB of memory for it."));

    /// <summary>The first lines of what a program said, without paths of temporary copies and addresses, of bounded length.</summary>
    internal static string Summary(IReadOnlyList<string> errors)
    {
        var text = string.Join("; ", errors.Take(3).Select(line => Noise().Replace(line, "")));
        return text.Length == 0 ? "it gave no reason" : text.Length <= MaxMessage ? text : text[..MaxMessage] + "...";
    }

    [GeneratedRegex(@" @ 0x[0-9a-f]+|file:\S*: ")]
    private static partial Regex Noise();
}
