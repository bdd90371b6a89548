using System.CommandLine;
using System.Net;
using System.Net.Security;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind health</c>: whether a running grid is ready, as an exit code, for containers that have no curl.</summary>
internal static class HealthCommand
{
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Build()
    {
        var port = new Option<int>("--http-port") { Description = "The HTTP port of the grid on this machine.", HelpName = "PORT", DefaultValueFactory = _ => 8080 }.Within(1, ushort.MaxValue).FromEnvironment();
        var url = new Option<string?>("--url") { Description = "The address to ask instead, for example http://10.0.0.7:8080/health/ready.", HelpName = "URL" };
        var live = new Option<bool>("--live") { Description = "Ask whether the process runs, and not whether it is ready." };
        var certificate = new Option<string?>("--tls-cert") { Description = "The certificate chain of HTTPS, where the grid has one: HTTPS is asked then.", HelpName = "FILE" }.FromEnvironment();
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }, ..] && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                result.AddError($"--url takes an address such as http://10.0.0.7:8080/health/ready, and not '{text}'.");
        });
        var command = new Command("health", """
            Say whether a grid that unibind serve runs is ready: exit code 0 when it is, 1 with the reason when it is not.

            Examples:
              unibind health
              unibind health --http-port 9000 --live
              unibind health --tls-cert chain.pem
              unibind health --url http://10.0.0.7:8080/health/ready
            """) { port, url, live, certificate };
        command.SetAction((parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(live) ? "live" : "ready";
            var address = parsed.GetValue(url) ?? $"{(string.IsNullOrWhiteSpace(parsed.GetValue(certificate)) ? "http" : "https")}://localhost:{parsed.GetValue(port)}/health/{path}";
            return AskAsync(new Uri(address), cancellationToken);
        });
        return command;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        // No proxy stands between a machine and itself. Nobody stands between there either, and the grid's certificate names the host that others know: on
        // loopback any will do, elsewhere it must be good.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || address.IsLoopback;
        using var http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Console.Out.WriteLine(text);
                return ExitCode.Done;
            }
            throw new GridException($"{address} answers {(int)answer.StatusCode}: {text}");
        }
        catch (Exception e) when (e is HttpRequestException || e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new GridException($"Nothing answers at {address}; start it with 'unibind serve', or name another port or address.", e);
        }
    }
}
