using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind serve</c>: a grid that stays, for the commands of other terminals.</summary>
internal static class ServeCommand
{
    public static Command Build()
    {
        var port = new Option<int>("--http-port") { Description = "The port of the API and of /health/live and /health/ready; 0 for any free one, which a silo of a cluster takes by default.", HelpName = "PORT", DefaultValueFactory = _ => 8080 }.Within(0, ushort.MaxValue).FromEnvironment();
        var command = new Command("serve", """
            Run a grid on this machine until Ctrl+C. Other commands with the same data directory find it and use it. With --cluster, run one silo
            of a cluster of processes that find each other through a Redis server; other commands use it with the same --cluster.

            Examples:
              unibind serve
              unibind serve --pack classic --pack ./my-pack --http-port 9000
              unibind serve --listen 0.0.0.0 --root ./corpora --tls-cert chain.pem --tls-key key.pem
              unibind serve --cluster redis://127.0.0.1:6379 --role coordinator --role gateway
              unibind serve --cluster redis://127.0.0.1:6379 --role encoder --provider cuda
            """) { port };
        var grid = GridOptions.AddTo(command);
        var silo = SiloOptionSet.AddTo(command);
        var http = HttpOptionSet.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = grid.Read(parsed) with { HttpPort = parsed.GetValue(port) };
            settings = settings with { Http = http.Read(parsed, settings.Data) };
            if (settings.Cluster is not null)
            {
                // Several silos of a machine would all want the one default port.
                var asked = parsed.GetResult(port) is { Implicit: false };
                return await ServeSilo.RunAsync(silo.Read(parsed, settings), asked ? parsed.GetValue(port) : 0, silo.ReadDrain(parsed), silo.ReadRedisPatience(parsed), settings, cancellationToken);
            }
            if (settings.LogLevel > LogLevel.Warning)
                settings = settings with { LogLevel = LogLevel.Warning };
            await using var session = await GridSession.OpenAsync(settings, cancellationToken);
            var address = session.Address!;
            if (!session.IsOwn)
                throw new GridException($"The grid of process {address.Pid} serves the data directory '{settings.Data}' already; use it, or choose another with --data.");
            Console.Out.WriteLine($"The grid is up: process {address.Pid}, data in {settings.Data}.");
            Console.Out.WriteLine($"  health  {settings.Http.Access.Scheme}://localhost:{address.HttpPort}/health/ready");
            Console.Out.WriteLine($"  next    {CommandName.Value} embed FOLDER --out DIR   (in another terminal)");
            await ResumeInterruptedAsync(session);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Console.Out.WriteLine("Stopping: the shards at work are finished first.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Goes on with the jobs that an earlier grid on this data directory left unfinished when it ended.</summary>
    private static async Task ResumeInterruptedAsync(GridSession session)
    {
        foreach (var job in await session.Client.ListJobsAsync(10_000))
        {
            // The list may lag behind a job that ended as its grid did.
            if (job.State != JobState.Running || (await session.Client.GetJobAsync(job.JobId)).State != JobState.Paused)
                continue;
            Console.Out.WriteLine($"Going on with the job {job.JobId}.");
            await session.Client.ResumeAsync(job.JobId);
        }
    }
}
