using System.Globalization;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>Progress and result of <c>knowledge generate</c> and <c>caption</c>.</summary>
internal static class GenerationOutput
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A line on standard error now and then.</summary>
    public static IProgress<GenerationProgress> Progress() => new Lines();

    /// <summary>Prints what was done and what it cost.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(GenerationReport report, string path, bool json)
    {
        if (json)
        {
            Json.Print(new { File = path, report.Asked, report.Skipped, report.Descriptions, report.Usage, report.Total, report.Failures });
            return report.Failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        var output = Console.Out;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Descriptions:N0} texts written to '{path}', proposed: {report.Asked:N0} questions answered, {report.Skipped:N0} answered before, {report.Failures.Count:N0} failed."));
        foreach (var (template, usage) in report.Usage.Append(new("total", report.Total)))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {template,-14} {usage.Requests,8:N0} requests {usage.InputTokens,12:N0} tokens in {usage.OutputTokens,12:N0} out"));
        if (report.Total.Unreported > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  The endpoint told no tokens for {report.Total.Unreported:N0} answers; the figures lack them."));
        foreach (var failure in report.Failures)
            Console.Error.WriteLine($"unibind: '{failure.Subject}' ({failure.Template}): {failure.Reason}");
        if (report.Descriptions > 0)
            output.WriteLine($"Next: {CommandName.Value} knowledge check {path} --pack PACK");
        return report.Failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private sealed class Lines : IProgress<GenerationProgress>
    {
        private long _next = TimeProvider.System.GetTimestamp() + (long)(Every.TotalSeconds * TimeProvider.System.TimestampFrequency);

        public void Report(GenerationProgress value)
        {
            var (now, next) = (TimeProvider.System.GetTimestamp(), Interlocked.Read(ref _next));
            if (now < next || Interlocked.CompareExchange(ref _next, now + (long)(Every.TotalSeconds * TimeProvider.System.TimestampFrequency), next) != next)
                return;
            var of = value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {value.Total:N0}") : "";
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0}{of} questions, {value.Usage.InputTokens:N0} tokens in, {value.Usage.OutputTokens:N0} out"));
        }
    }
}
