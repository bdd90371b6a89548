using UniBind.Grid.Bench.Chaos;

// Runs jobs on clusters of real processes, breaks them by schedules made from seeds, and checks every output against a run without faults.
ChaosOptions options;
try
{
    options = ChaosOptions.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"chaos: {e.Message}\n{ChaosOptions.Usage}");
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await ChaosProgram.RunAsync(options, stop.Token);
