using System.CommandLine;
using System.Net;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The options of <c>unibind serve</c> that say who may ask over HTTP, for what, and how much.</summary>
internal sealed class HttpOptionSet
{
    private const long MiB = 1 << 20;

    private readonly Option<string?> _keys = KeysFiles.Option();
    private readonly Option<bool> _noKeys = new("--no-keys") { Description = "Answer everybody who can reach the port." };
    private readonly Option<string[]> _listen = new("--listen") { Description = "An address that HTTP is served at besides loopback, with keys only; may be repeated.", HelpName = "IP" };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A host name that requests may be addressed to while there are no keys; may be repeated.", HelpName = "NAME" };
    private readonly Option<bool> _openMetrics = new("--open-metrics") { Description = "Show /metrics without a key." };
    private readonly Option<string[]> _roots = new("--root") { Description = "A folder, az:// or s3:// address that jobs of HTTP callers read from and write to; may be repeated.", HelpName = "DIR" };
    private readonly Option<string[]> _readRoots = new("--read-root") { Description = "One that they only read from; may be repeated.", HelpName = "DIR" };
    private readonly Option<string[]> _fetch = new("--fetch") { Description = "A host that media may be fetched from by URL, or *.example.org; may be repeated. None by default.", HelpName = "HOST" };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "The certificate chain of HTTPS (PEM).", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Its private key (PEM).", HelpName = "FILE" };
    private readonly Option<string?> _model = new("--default-model") { Description = "The space that answers requests which name none, as those of /embed; the only published space by default, else the first pack.", HelpName = "SPACE" };
    private readonly Option<int?> _rpm = new Option<int?>("--rpm") { Description = "Requests a minute of a key that says nothing else; no limit by default.", HelpName = "N" }.Within(1, 10_000_000);
    private readonly Option<int?> _concurrency = new Option<int?>("--concurrency") { Description = "Requests at a time of a key that says nothing else; no limit by default.", HelpName = "N" }.Within(1, 100_000);
    private readonly Option<int?> _maxBody = new Option<int?>("--max-body") { Description = "The largest body of a request, in MiB; 64 by default.", HelpName = "MIB" }.Within(1, 4096);

    private HttpOptionSet(Command command)
    {
        _listen.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !IPAddress.TryParse(t.Value, out _)) is { } wrong)
                result.AddError($"'{wrong.Value}' is no IP address; --listen takes one, as 192.168.0.5 or 0.0.0.0.");
        });
        foreach (var option in new Option[] { _noKeys, _listen, _hosts, _openMetrics, _roots, _readRoots, _fetch, _certificate, _key, _model, _rpm, _concurrency, _maxBody })
            command.Add(option.FromEnvironment());
        command.Add(_keys);
    }

    /// <summary>Adds the options to the command.</summary>
    public static HttpOptionSet AddTo(Command command) => new(command);

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The data directory.</param>
    public GridHttpOptions Read(ParseResult parsed, string data)
    {
        var (file, isNamed) = KeysFiles.Find(parsed.GetValue(_keys), data);
        var options = new GridHttpOptions
        {
            Access = new AccessOptions
            {
                KeysFile = file,
                NoKeys = parsed.GetValue(_noKeys),
                // A named file must be there, so that a mistyped name does not open the server.
                RequireKeys = isNamed,
                OpenMetrics = parsed.GetValue(_openMetrics),
                TlsCertificate = FullPath(parsed.GetValue(_certificate)),
                TlsKey = FullPath(parsed.GetValue(_key)),
            },
        };
        var access = options.Access;
        Fill(access.Listen, parsed.GetValue(_listen)?.Select(IPAddress.Parse));
        Fill(access.Hosts, parsed.GetValue(_hosts));
        Fill(access.Roots, parsed.GetValue(_roots));
        Fill(access.ReadRoots, parsed.GetValue(_readRoots));
        Fill(options.Fetching.Hosts, parsed.GetValue(_fetch));
        options.Endpoints.DefaultModel = parsed.GetValue(_model);
        access.Limits.RequestsPerMinute = parsed.GetValue(_rpm);
        access.Limits.Concurrency = parsed.GetValue(_concurrency);
        access.Limits.BodyBytes = parsed.GetValue(_maxBody) * MiB ?? access.Limits.BodyBytes;
        return options;
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static void Fill<T>(IList<T> list, IEnumerable<T>? values)
    {
        foreach (var value in values ?? [])
            list.Add(value);
    }
}
