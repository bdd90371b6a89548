using Microsoft.Extensions.Options;

namespace UniBind.Grid.Encoding;

/// <summary>Checks <see cref="EncoderHostOptions"/> at start-up; each message names the property, its value and its range.</summary>
public sealed class EncoderHostOptionsValidator : IValidateOptions<EncoderHostOptions>
{
    private static readonly TimeSpan MaxHang = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, EncoderHostOptions options)
    {
        var failures = new List<string>();
        Range(failures, nameof(EncoderHostOptions.DeviceId), options.DeviceId, 0, 255);
        Range(failures, nameof(EncoderHostOptions.ConcurrentRuns), options.ConcurrentRuns, 0, 64);
        Range(failures, nameof(EncoderHostOptions.IntraOpThreads), options.IntraOpThreads, 0, 1_024);
        Range(failures, nameof(EncoderHostOptions.QueueCapacity), options.QueueCapacity, 1, 1_000_000);
        Range(failures, nameof(EncoderHostOptions.QueueBytes), options.QueueBytes, 1L << 20, 1L << 40);
        Range(failures, nameof(EncoderHostOptions.MaxRunMilliseconds), options.MaxRunMilliseconds, 0, 60_000);
        Range(failures, nameof(EncoderHostOptions.MaxStuckRuns), options.MaxStuckRuns, 0, 64);
        if (!Enum.IsDefined(options.Provider))
            failures.Add($"{nameof(EncoderHostOptions)}.{nameof(EncoderHostOptions.Provider)} is {options.Provider}, but must be one of {string.Join(", ", Enum.GetNames<EncoderProvider>())}.");
        if (options.HangTimeout <= TimeSpan.Zero || options.HangTimeout > MaxHang)
            failures.Add($"{nameof(EncoderHostOptions)}.{nameof(EncoderHostOptions.HangTimeout)} is {options.HangTimeout}, but must be more than 0 and at most {MaxHang}.");
        if (options.EpLibrary is { } library && !File.Exists(library))
            failures.Add($"{nameof(EncoderHostOptions)}.{nameof(EncoderHostOptions.EpLibrary)} is '{library}', but there is no such file.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Range(List<string> failures, string property, long value, long min, long max)
    {
        if (value < min || value > max)
            failures.Add(FormattableString.Invariant($"{nameof(EncoderHostOptions)}.{property} is {value}, but must be from {min} to {max}."));
    }
}
