using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UniBind.Grid.Silo;

/// <summary>The file of API keys. It is read whole and replaced whole, readable by its owner alone.</summary>
/// <remarks>Thread-safe and safe between processes: changes take turns by a lock file beside it.</remarks>
public sealed class ApiKeyFile(string path)
{
    private const int Version = 1;
    private const int MostBytes = 4 << 20;
    private const int MostKeys = 10_000;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The keys; none where there is no file.</summary>
    /// <exception cref="GridException">The file cannot be read or is damaged.</exception>
    public IReadOnlyList<ApiKey> Read()
    {
        try
        {
            return File.Exists(Path) ? Parse(ReadBytes()) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GridException($"The file of API keys '{Path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large to be one.</exception>
    internal byte[] ReadBytes()
    {
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (stream.Length > MostBytes)
            throw new IOException($"it has {stream.Length:N0} bytes, and a file of keys has at most {MostBytes:N0}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The keys in the bytes of the file.</summary>
    /// <exception cref="GridException">They are no keys.</exception>
    internal IReadOnlyList<ApiKey> Parse(byte[] bytes)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(bytes, Json);
            if (content is not { Version: Version, Keys.Count: <= MostKeys })
                throw new GridException($"The file of API keys '{Path}' is of no form that is known; it is written by 'unibind keys'.");
            if (content.Keys.Any(k => !IsWhole(k)))
                throw new GridException($"The file of API keys '{Path}' is damaged: the key '{content.Keys.First(k => !IsWhole(k))?.Name}' has a field that cannot be.");
            if (content.Keys.DistinctBy(k => k.Id).Count() != content.Keys.Count)
                throw new GridException($"The file of API keys '{Path}' is damaged: two keys have one id.");
            return content.Keys;
        }
        catch (JsonException e)
        {
            throw new GridException($"The file of API keys '{Path}' is damaged: no JSON of keys at line {e.LineNumber + 1}.", e);
        }
    }

    /// <summary>Changes the keys: reads them, lets them be changed and writes them, while no other process does.</summary>
    /// <param name="change">Makes new keys of the old ones.</param>
    /// <exception cref="GridException">The file cannot be read or written, or the change is refused.</exception>
    public void Change(Func<IReadOnlyList<ApiKey>, IEnumerable<ApiKey>> change)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var held = Lock();
            Write([.. change(Read())]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GridException($"The file of API keys '{Path}' cannot be written: {e.Message}", e);
        }
    }

    private void Write(List<ApiKey> keys)
    {
        if (keys.Count > MostKeys)
            throw new GridException($"There are {MostKeys:N0} API keys already; use another file.");
        var temporary = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, Private(FileMode.CreateNew)))
            {
                JsonSerializer.Serialize(stream, new Content(Version, keys), Json);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, Path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private FileStream Lock()
    {
        var name = Path + ".lock";
        for (var end = DateTime.UtcNow + LockPatience; ; Thread.Sleep(50))
        {
            try
            {
                return new FileStream(name, Private(FileMode.OpenOrCreate));
            }
            catch (IOException e) when (File.Exists(name))
            {
                if (DateTime.UtcNow > end)
                    throw new GridException($"Another process is changing the file of API keys '{Path}'; try again.", e);
            }
        }
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static bool IsWhole(ApiKey? key) =>
        key is not null && ApiKeyText.IsId(key.Id) && ApiKeyText.IsHash(key.Sha256) && key.Name is { Length: <= 200 }
        && key.Scopes is { Count: > 0 } && key.Scopes.All(s => AccessScopes.All.Contains(s))
        && key.RequestsPerMinute is null or > 0 && key.Concurrency is null or > 0
        && (key.Previous is null || ApiKeyText.IsHash(key.Previous.Sha256));

    private sealed record Content(int Version, IReadOnlyList<ApiKey> Keys);
}
