using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>A storage server of the run's own on loopback, Azurite or s3rver, behind a proxy that silos go through and the runner does not.</summary>
internal sealed class StorageServer : IAsyncDisposable
{
    private const string Bucket = "chaos";

    // The keys that both servers publish for such use.
    private const string AzuriteKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Account = "devstoreaccount1";
    private const string S3Key = "S3RVER";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Launched _server;

    private StorageServer(Launched server, FaultProxy proxy, IOutputView output, IReadOnlyDictionary<string, string> environment) =>
        (_server, Proxy, Output, Environment) = (server, proxy, output, environment);

    /// <summary>What silos go through.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>The job's folder there.</summary>
    public IOutputView Output { get; }

    /// <summary>The variables by which silos find the server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Why a server cannot be started here; null when it can.</summary>
    public static string? Missing(string store) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, store)))
            ? null
            : $"{store} is not on the PATH (npm; ./test installs it)";

    /// <summary>Starts the server and the proxy, and makes the bucket.</summary>
    public static async Task<StorageServer> StartAsync(string store, string folder, int seed, CancellationToken ct)
    {
        var port = LoopbackPorts.Next();
        var data = Directory.CreateDirectory(Path.Combine(folder, store)).FullName;
        string[] command = store == "azurite"
            ? ["azurite-blob", "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", data, "--skipApiVersionCheck", "--silent"]
            : ["s3rver", "--address", "127.0.0.1", "--port", $"{port}", "--directory", data, "--configure-bucket", Bucket];
        // s3rver pages its listings with a cipher that newer versions of OpenSSL have retired, and writes into the objects that others read.
        var node = new Dictionary<string, string> { ["NODE_OPTIONS"] = $"--openssl-legacy-provider --require \"{Path.Combine(AppContext.BaseDirectory, "s3rver-atomic.cjs")}\"" };
        var server = Launched.Start(command, node, Path.Combine(folder, "logs-" + store + ".log"), null);
        await WaitAsync(port, ct);
        var proxy = new FaultProxy(new IPEndPoint(IPAddress.Loopback, port), seed);
        var fetched = Path.Combine(folder, "fetched");
        if (store == "azurite")
        {
            await CreateContainerAsync(port, ct);
            var connection = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AzuriteKey};BlobEndpoint=http://127.0.0.1:{proxy.Port}/{Account};";
            return new(server, proxy, new AzureOutput(new Uri($"http://127.0.0.1:{port}/{Account}/{Bucket}"), fetched), new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = connection });
        }
        return new(server, proxy, new S3Output(new Uri($"http://127.0.0.1:{port}/{Bucket}"), fetched), new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = S3Key,
            ["AWS_SECRET_ACCESS_KEY"] = S3Key,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ENDPOINT_URL_S3"] = $"http://127.0.0.1:{proxy.Port}",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _server.Dispose();
    }

    /// <summary>Makes the container, readable for everybody, so that the runner looks at it with plain requests.</summary>
    private static async Task CreateContainerAsync(int port, CancellationToken ct)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://127.0.0.1:{port}/{Account}/{Bucket}?restype=container") { Content = new ByteArrayContent([]) };
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        (string Name, string Value)[] headers = [("x-ms-blob-public-access", "container"), ("x-ms-date", date), ("x-ms-version", "2021-08-06")];
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        // Shared Key: the verb, eleven standard headers that are absent, those of the service, the resource.
        var signed = "PUT" + new string('\n', 12) + string.Concat(headers.Select(h => $"{h.Name}:{h.Value}\n")) + $"/{Account}/{Account}/{Bucket}\nrestype:container";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(AzuriteKey), System.Text.Encoding.UTF8.GetBytes(signed)));
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {Account}:{signature}");
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Azurite did not make the container: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    private static async Task WaitAsync(int port, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
