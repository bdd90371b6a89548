using System.Xml.Linq;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>An output folder on a storage server, seen with plain requests and without the proxy.</summary>
/// <param name="container">The address of the bucket or container.</param>
/// <param name="url">What jobs call the folder.</param>
/// <param name="fetched">Where files are fetched to.</param>
internal abstract class RemoteOutput(Uri container, string url, string fetched) : IOutputView
{
    private const string Folder = "output/";

    public string Url => url;

    protected static HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What its keys begin with, escaped.</summary>
    protected static string Prefix => Uri.EscapeDataString(Folder);

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct)
    {
        var names = new List<string>();
        var mark = "";
        do
        {
            var page = XDocument.Parse(await Http.GetStringAsync(container + ListQuery(mark), ct));
            names.AddRange(page.Descendants().Where(e => e.Name.LocalName == KeyElement).Select(e => e.Value[Folder.Length..]));
            mark = page.Descendants().FirstOrDefault(e => e.Name.LocalName == MarkElement)?.Value ?? "";
        }
        while (mark.Length > 0);
        return names;
    }

    public async Task<string> FetchAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(fetched);
        foreach (var name in (await NamesAsync(ct)).Where(name => !name.Contains('/', StringComparison.Ordinal)))
            await File.WriteAllBytesAsync(Path.Combine(fetched, name), await Http.GetByteArrayAsync($"{container}/{Folder}{name}", ct), ct);
        return fetched;
    }

    /// <summary>The element of a listing that names an object.</summary>
    protected abstract string KeyElement { get; }

    /// <summary>The element that says where the next page of a listing begins.</summary>
    protected abstract string MarkElement { get; }

    /// <summary>The query of a page of the listing.</summary>
    protected abstract string ListQuery(string mark);
}

/// <summary>On Azurite.</summary>
internal sealed class AzureOutput(Uri container, string fetched) : RemoteOutput(container, "az://chaos/output", fetched)
{
    protected override string KeyElement => "Name";

    protected override string MarkElement => "NextMarker";

    protected override string ListQuery(string mark) => $"?restype=container&comp=list&prefix={Prefix}&marker={Uri.EscapeDataString(mark)}";
}

/// <summary>On s3rver.</summary>
internal sealed class S3Output(Uri bucket, string fetched) : RemoteOutput(bucket, "s3://chaos/output", fetched)
{
    protected override string KeyElement => "Key";

    protected override string MarkElement => "NextContinuationToken";

    protected override string ListQuery(string mark) =>
        $"?list-type=2&prefix={Prefix}" + (mark.Length > 0 ? $"&continuation-token={Uri.EscapeDataString(mark)}" : "");
}
