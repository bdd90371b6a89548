namespace UniBind.Grid.Client;

/// <summary>Reads each answer into memory, so that the repetitions and the total time outside of it count for the body, too.</summary>
internal sealed class BufferingHandler : DelegatingHandler
{
    private const long MaxBytes = 256 << 20;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
