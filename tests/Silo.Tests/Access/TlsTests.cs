using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UniBind.Grid.Silo.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task Request_OverTls_IsAnsweredWithTheCertificateOfTheFiles()
    {
        var (certificate, change) = Certificate();
        using var folder = new Testing.TempFolder();
        await using var server = await AccessServer.StartAsync(o => change(o, folder.Path));
        Assert.Equal("https", server.Url.Scheme);
        X509Certificate? seen = null;
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => (seen = new X509Certificate2(shown!)) is not null };
        using var client = new HttpClient(handler) { BaseAddress = server.Url };
        using var response = await client.GetAsync("/embed-ok", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(certificate.GetCertHashString(), seen!.GetCertHashString());
    }

    [Fact]
    public async Task Request_PlainHttpToTls_IsNotAnsweredAndTheServerLivesOn()
    {
        var (_, change) = Certificate();
        using var folder = new Testing.TempFolder();
        await using var server = await AccessServer.StartAsync(o => change(o, folder.Path));
        await using (var stream = await server.ConnectAsync())
        {
            await stream.WriteAsync("GET /embed-ok HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var answer = new byte[1024];
            var read = 0;
            try
            {
                read = await stream.ReadAsync(answer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                // A reset is an answer, too.
            }
            Assert.DoesNotContain("200", System.Text.Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        }
        await HandshakeAsync(server, SslProtocols.None);
    }

    [Fact]
    public async Task Handshake_OldProtocol_IsRefused()
    {
        var (_, change) = Certificate();
        using var folder = new Testing.TempFolder();
        await using var server = await AccessServer.StartAsync(o => change(o, folder.Path));
#pragma warning disable SYSLIB0039, CA5397 // that it is obsolete is the point
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(server, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Assert.True(await HandshakeAsync(server, SslProtocols.None) is SslProtocols.Tls12 or SslProtocols.Tls13);
    }

    private static async Task<SslProtocols> HandshakeAsync(AccessServer server, SslProtocols protocol)
    {
        await using var stream = await server.ConnectAsync();
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocol, RemoteCertificateValidationCallback = (_, _, _, _) => true }, TestContext.Current.CancellationToken);
        return tls.SslProtocol;
    }

    private static (X509Certificate2 Certificate, Action<GridHttpOptions, string> Change) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        var (chain, secret) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        return (certificate, (options, folder) =>
        {
            options.Access.TlsCertificate = Path.Combine(folder, "tls.crt");
            options.Access.TlsKey = Path.Combine(folder, "tls.key");
            File.WriteAllText(options.Access.TlsCertificate, chain);
            File.WriteAllText(options.Access.TlsKey, secret);
        }
        );
    }
}
