using UniBind.Grid.Client;

namespace UniBind.Grid.Cli;

/// <summary>Where a demo puts its files: the corpus and the page stay where they are, each run has a folder of its own.</summary>
/// <param name="Root">The folder of all demos.</param>
/// <param name="Run">The id of this run and of its first job.</param>
internal sealed record DemoFolder(string Root, string Run)
{
    /// <summary>The sample corpus; made once.</summary>
    public string Corpus => Path.Combine(Root, "corpus");

    /// <summary>The output of the encoders alone.</summary>
    public string Embedded => Path.Combine(Root, Run, "embedded");

    /// <summary>The same rows in the published space.</summary>
    public string Aligned => Path.Combine(Root, Run, "aligned");

    /// <summary>The page of the last run.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>The folder of a new run.</summary>
    public static DemoFolder New(string root) => new(Path.GetFullPath(root), JobIds.New());

    /// <summary>A path as it is shown and can be pasted: relative where that is shorter, in quotes where a shell needs them.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        var shorter = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        return shorter.All(c => char.IsAsciiLetterOrDigit(c) || "/\\.:_-@~".Contains(c)) ? shorter : $"'{shorter.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
