using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Silo.Tests;

/// <summary>Keeps every line that is logged, scopes and exceptions included.</summary>
internal sealed class CapturedLog(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        lines.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
        // The lines outlive the server.
    }
}
