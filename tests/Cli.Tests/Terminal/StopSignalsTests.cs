using System.Runtime.InteropServices;

namespace UniBind.Grid.Cli.Tests;

public sealed class StopSignalsTests
{
    [Fact]
    public void Handle_FirstAndSecondSignal_StopThenExit()
    {
        var exits = new List<int>();
        using var signals = new StopSignals(exits.Add);
        Assert.False(signals.Token.IsCancellationRequested);

        var first = new PosixSignalContext(PosixSignal.SIGINT);
        signals.Handle(first);
        Assert.True(first.Cancel);
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Empty(exits);

        signals.Handle(new PosixSignalContext(PosixSignal.SIGTERM));
        Assert.Equal([130], exits);
    }
}
