using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UniBind.Grid.Silo;

/// <summary>The certificate of HTTPS, from PEM files; a renewed one is taken within a minute, without a restart.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TlsCertificate : IDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(1);
    private readonly string _file;
    private readonly string _key;
    private readonly Lock _lock = new();
    private X509Certificate2 _current;
    private string _text;
    private long _read;

    /// <summary>Reads the certificate.</summary>
    /// <exception cref="GridException">A file cannot be read, or the two do not belong together.</exception>
    public TlsCertificate(string file, string key)
    {
        (_file, _key) = (file, key);
        try
        {
            _text = Text();
            _current = Read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new GridException($"HTTPS cannot be set up with '{file}' and '{key}': {e.Message}", e);
        }
        _read = Environment.TickCount64;
    }

    /// <summary>The certificate as it is now; the last good one where the files are broken.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (Environment.TickCount64 - _read >= (long)Refresh.TotalMilliseconds)
                    Update();
                return _current;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    private void Update()
    {
        _read = Environment.TickCount64;
        try
        {
            var text = Text();
            if (text == _text)
                return;
            // The old one is left to the garbage collector: handshakes may still use it.
            _current = Read();
            _text = text;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Half-renewed files: the next minute has both.
        }
    }

    /// <summary>What changes with the certificate.</summary>
    private string Text() => File.ReadAllText(_file);

    private X509Certificate2 Read()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_file, _key);
        // Windows' TLS cannot use a key that lives in memory alone.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
