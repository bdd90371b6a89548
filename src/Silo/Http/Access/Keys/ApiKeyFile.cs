using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UniBind.Grid.Silo;

/// <summary>The file of API keys. It is read whole and replaced whole. A new one is readable by its owner alone; a change keeps the mode that it has.</summary>
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

    /// <summary>After a change: a sentence about servers that may be unable to read the file now, for it has another owner; null when there is nothing to say.</summary>
    public string? Warning { get; private set; }

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
            Warning = TakeMode(temporary);
            File.Move(temporary, Path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Gives the new file the mode of the one that it replaces: a server of another user that could read that one must be able to read this one,
    /// or a revoked key would stay good there.
    /// </summary>
    private string? TakeMode(string temporary)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Path))
            return null;
        const UnixFileMode ReadWrite = (UnixFileMode)0b110_110_110;
        var mode = File.GetUnixFileMode(Path) & ReadWrite | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(temporary, mode);
        return mode.HasFlag(UnixFileMode.OtherRead) || IsOwn()
            ? null
            : $"The file belongs to {Environment.UserName} now: a server of another user cannot read it and goes on with the keys that it has, until the file is given back with chown or shown with chmod 644 (it holds hashes alone).";
    }

    /// <summary>Whether the file surely belongs to this user; of the superuser, who may change any file's mode, it is not known.</summary>
    private bool IsOwn()
    {
        if (OperatingSystem.IsWindows())
            return true;
        if (Environment.IsPrivilegedProcess)
            return false;
        try
        {
            // Its owner alone may set a file's mode, also to what it is.
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
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
