using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace UniBind.Grid.Bench.Serve;

/// <summary>A caller of <c>/v1/embeddings</c>, with no more between it and the wire than HttpClient.</summary>
internal sealed class EmbeddingsClient(Uri server, string model) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, UseProxy = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(120) };

    /// <summary>Asks for the embeddings of texts, as base64.</summary>
    /// <returns>The status and the bytes of the answer.</returns>
    public async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(params string[] texts) =>
        await SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { model, input = texts.Length == 1 ? (object)texts[0] : texts, encoding_format = "base64" }));

    /// <summary>Sends a body as it is.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        using var answer = await _http.PostAsync("v1/embeddings", content);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The vectors of an answer.</summary>
    public static float[][] Vectors(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(d => MemoryMarshal.Cast<byte, float>(d.GetProperty("embedding").GetBytesFromBase64()).ToArray())];
    }

    public void Dispose() => _http.Dispose();
}
