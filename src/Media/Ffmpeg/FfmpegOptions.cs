namespace UniBind.Grid.Media;

/// <summary>Where the programs are that decode compressed sound and video.</summary>
internal sealed record FfmpegOptions
{
    /// <summary>The environment variable that names the <c>ffmpeg</c> program.</summary>
    internal const string Variable = "UNIBIND_FFMPEG";

    /// <summary>The <c>ffmpeg</c> program: a path, or a name that is looked up in PATH.</summary>
    public string Executable { get; init; } = "ffmpeg";

    /// <summary>The <c>ffprobe</c> program; by default the one beside <see cref="Executable"/>.</summary>
    public string? Probe { get; init; }

    /// <summary>The program that sets resource limits before it becomes ffmpeg (<c>prlimit</c> of util-linux). Where it is absent or empty, memory is watched by polling.</summary>
    public string Limiter { get; init; } = "prlimit";

    /// <summary>The options that <see cref="Variable"/> gives.</summary>
    internal static FfmpegOptions FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new() { Executable = path } : new();
}
