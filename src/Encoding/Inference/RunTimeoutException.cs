namespace UniBind.Grid.Encoding;

/// <summary>A Run took longer than <see cref="EncoderHostOptions.HangTimeout"/> and was ended.</summary>
/// <param name="limit">The limit.</param>
/// <param name="inner">How the Run ended.</param>
internal sealed class RunTimeoutException(TimeSpan limit, Exception inner)
    : Exception(FormattableString.Invariant($"it took longer than {limit.TotalSeconds:0.#} s"), inner);
