using System.CommandLine;
using System.Net;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The options of <c>unibind serve</c> that say who may ask over HTTP, for what, and how much. Each has an environment variable, for containers.</summary>
internal sealed class HttpOptionSet
{
    private const long MiB = 1 << 20;

    private readonly Option<string?> _keys = new("--keys") { Description = $"The file of API keys (see 'unibind keys'); {KeysFiles.Name} in the data directory by default. Also {KeysFiles.Variable}.", HelpName = "FILE" };
    private readonly Option<bool> _noKeys = new("--no-keys") { Description = "Answer everybody who can reach the port. Also UNIBIND_NO_KEYS=1." };
    private readonly Option<string[]> _listen = new("--listen") { Description = "An address that HTTP is served at besides loopback, with keys only; may be repeated. Also UNIBIND_LISTEN.", HelpName = "IP" };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A host name that requests may be addressed to while there are no keys; may be repeated. Also UNIBIND_ALLOW_HOST.", HelpName = "NAME" };
    private readonly Option<bool> _openMetrics = new("--open-metrics") { Description = "Show /metrics without a key. Also UNIBIND_OPEN_METRICS=1." };
    private readonly Option<string[]> _roots = new("--root") { Description = "A folder, az:// or s3:// address that jobs of HTTP callers read from and write to; may be repeated. Also UNIBIND_ROOT.", HelpName = "DIR" };
    private readonly Option<string[]> _readRoots = new("--read-root") { Description = "One that they only read from; may be repeated. Also UNIBIND_READ_ROOT.", HelpName = "DIR" };
    private readonly Option<string[]> _fetch = new("--fetch") { Description = "A host that media may be fetched from by URL, or *.example.org; may be repeated. None by default. Also UNIBIND_FETCH.", HelpName = "HOST" };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "The certificate chain of HTTPS (PEM). Also UNIBIND_TLS_CERT.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Its private key (PEM). Also UNIBIND_TLS_KEY.", HelpName = "FILE" };
    private readonly Option<int?> _rpm = new Option<int?>("--rpm") { Description = "Requests a minute of a key that says nothing else; no limit by default. Also UNIBIND_RPM.", HelpName = "N" }.Within(1, 10_000_000);
    private readonly Option<int?> _concurrency = new Option<int?>("--concurrency") { Description = "Requests at a time of a key that says nothing else; no limit by default. Also UNIBIND_CONCURRENCY.", HelpName = "N" }.Within(1, 100_000);
    private readonly Option<int?> _maxBody = new Option<int?>("--max-body") { Description = "The largest body of a request, in MiB; 64 by default. Also UNIBIND_MAX_BODY.", HelpName = "MIB" }.Within(1, 4096);

    private HttpOptionSet(Command command)
    {
        _listen.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !IPAddress.TryParse(t.Value, out _)) is { } wrong)
                result.AddError($"'{wrong.Value}' is no IP address; --listen takes one, as 192.168.0.5 or 0.0.0.0.");
        });
        foreach (var option in new Option[] { _keys, _noKeys, _listen, _hosts, _openMetrics, _roots, _readRoots, _fetch, _certificate, _key, _rpm, _concurrency, _maxBody })
            command.Add(option);
    }

    /// <summary>Adds the options to the command.</summary>
    public static HttpOptionSet AddTo(Command command) => new(command);

    /// <summary>Reads them; what the command line does not say is taken from the environment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The data directory.</param>
    /// <exception cref="GridException">A variable is of no use; the message names it.</exception>
    public GridHttpOptions Read(ParseResult parsed, string data)
    {
        var (file, isNamed) = KeysFiles.Find(parsed.GetValue(_keys), data);
        var options = new GridHttpOptions
        {
            Access = new AccessOptions
            {
                KeysFile = file,
                NoKeys = parsed.GetValue(_noKeys) || Flag("UNIBIND_NO_KEYS"),
                // A named file must be there, so that a mistyped name does not open the server.
                RequireKeys = isNamed,
                OpenMetrics = parsed.GetValue(_openMetrics) || Flag("UNIBIND_OPEN_METRICS"),
                TlsCertificate = FullPath(parsed.GetValue(_certificate) ?? Text("UNIBIND_TLS_CERT")),
                TlsKey = FullPath(parsed.GetValue(_key) ?? Text("UNIBIND_TLS_KEY")),
            },
        };
        var access = options.Access;
        Fill(access.Listen, List(parsed, _listen, "UNIBIND_LISTEN"), text => IPAddress.TryParse(text, out var address) ? address : throw new GridException($"UNIBIND_LISTEN: '{text}' is no IP address."));
        Fill(access.Hosts, List(parsed, _hosts, "UNIBIND_ALLOW_HOST"), host => host);
        Fill(access.Roots, List(parsed, _roots, "UNIBIND_ROOT"), root => root);
        Fill(access.ReadRoots, List(parsed, _readRoots, "UNIBIND_READ_ROOT"), root => root);
        Fill(options.Fetching.Hosts, List(parsed, _fetch, "UNIBIND_FETCH"), host => host);
        access.Limits.RequestsPerMinute = parsed.GetValue(_rpm) ?? Number("UNIBIND_RPM", 10_000_000);
        access.Limits.Concurrency = parsed.GetValue(_concurrency) ?? Number("UNIBIND_CONCURRENCY", 100_000);
        access.Limits.BodyBytes = (parsed.GetValue(_maxBody) ?? Number("UNIBIND_MAX_BODY", 4096)) * MiB ?? access.Limits.BodyBytes;
        return options;
    }

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static bool Flag(string variable) => Text(variable)?.Trim().ToLowerInvariant() switch
    {
        null or "0" or "false" => false,
        "1" or "true" => true,
        var other => throw new GridException($"{variable} is 1 or 0, and not '{other}'."),
    };

    private static int? Number(string variable, int most) => Text(variable) is not { } text ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw new GridException($"{variable} is a whole number from 1 to {most}, and not '{text}'.");

    private static string[] List(ParseResult parsed, Option<string[]> option, string variable) =>
        parsed.GetValue(option) is { Length: > 0 } given ? given : Text(variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static void Fill<T>(IList<T> list, string[] texts, Func<string, T> read)
    {
        foreach (var text in texts)
            list.Add(read(text));
    }
}
