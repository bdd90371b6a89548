using UniBind.Grid.Bench.Checker;

// Usage: checker --listing FILE --output DIR --reference DIR
// Compares a job's output with that of a run without faults, item by item. Prints one line of JSON and a sentence; exit code 0 only when all is well.
return await CheckerProgram.RunAsync(args, Console.Out, Console.Error);
