using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace UniBind.Grid.Client;

/// <summary>Sends requests to a grid and turns what goes wrong into <see cref="GridException"/>s.</summary>
/// <param name="factory">Makes the two named HTTP clients.</param>
/// <param name="options">Where the grid is.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class GridHttpSender(IHttpClientFactory factory, UniBindGridOptions options)
{
    /// <summary>The name of the HTTP client of requests: repeated, with a total time, read into memory.</summary>
    public const string Requests = "UniBind.Grid";

    /// <summary>The name of the HTTP client of event streams, which have no end and are opened again by their reader.</summary>
    public const string Events = "UniBind.Grid.Events";

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the endpoint.</param>
    /// <param name="body">The JSON; null for none.</param>
    /// <param name="type">What the answer is.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="repeatable">False for a request that must not be delivered twice; it is repeated only where the server did not take it.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, JsonTypeInfo<T> type, CancellationToken cancellationToken, bool repeatable = true)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Options.Set(GridHttpResilience.Repeatable, repeatable);
        request.Options.Set(GridHttpResilience.Started, TimeProvider.System.GetTimestamp());
        if (body is { } bytes)
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await factory.CreateClient(Requests).SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw await GridHttpErrors.ReadAsync(response, options.Endpoint!, cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException();
        }
        catch (Exception e) when (Translate(e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Opens a stream of server-sent events; the caller disposes the response.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await factory.CreateClient(Events).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await GridHttpErrors.ReadAsync(response, options.Endpoint!, cancellationToken);
    }

    private GridException? Translate(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        TimeoutRejectedException or OperationCanceledException =>
            new GridException($"The grid at {options.Endpoint} did not answer within {options.Timeout.TotalSeconds:0.#} s; try again, or raise {nameof(UniBindGridOptions.Timeout)}.", e) { Kind = GridErrorKind.DeadlineExceeded, IsTransient = true },
        BrokenCircuitException broken =>
            new GridException($"The grid at {options.Endpoint} failed too often in the last seconds and is left alone for a while; try again soon.", e) { Kind = GridErrorKind.Unavailable, IsTransient = true, RetryAfter = broken.RetryAfter },
        HttpRequestException or IOException =>
            new GridException($"The grid at {options.Endpoint} cannot be reached; see that it runs (unibind serve) and that the address is right: {e.Message}", e) { Kind = GridErrorKind.Unavailable, IsTransient = true },
        JsonException =>
            new GridException($"What answers at {options.Endpoint} is no grid of this version: its answer cannot be read.", e) { Kind = GridErrorKind.Unavailable },
        _ => null,
    };
}
