using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace UniBind.Grid.Alignment;

/// <summary>Where a language model is served: any endpoint that speaks OpenAI's protocol, Azure OpenAI and Ollama among them.</summary>
/// <param name="Url">
/// The base address. Without a path it becomes <c>/v1</c>, or <c>/openai/v1</c> on Azure (<c>https://NAME.openai.azure.com</c>); Ollama is <c>http://localhost:11434</c>.
/// </param>
/// <param name="Model">The model's name, on Azure that of the deployment.</param>
/// <param name="Key">The key, or empty where none is needed.</param>
public sealed record ChatEndpoint(Uri Url, string Model, string Key = "")
{
    // One for all clients, as the library's own is. It follows no redirection: the library would send the key, or Azure's header with it, wherever an answer points to.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private static readonly string[] AzureHosts = [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"];

    /// <summary>Whether the address is Azure OpenAI's.</summary>
    public bool IsAzure => AzureHosts.Any(h => Url.Host.EndsWith(h, StringComparison.OrdinalIgnoreCase));

    /// <summary>The address of the protocol's root.</summary>
    public Uri Root => Url.AbsolutePath is "/" or "" ? new Uri(Url, IsAzure ? "/openai/v1" : "/v1") : Url;

    /// <summary>Reads an address.</summary>
    /// <exception cref="AlignmentException">It is no http or https address, or carries a key.</exception>
    public static Uri ParseUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new AlignmentException($"'{url}' is no address of a language model; give one like https://api.openai.com/v1 or http://localhost:11434.");
        return uri.UserInfo.Length + uri.Query.Length == 0
            ? uri
            : throw new AlignmentException("The address of the language model must not have a user, a password or a query; put the key into an environment variable or a file.");
    }

    /// <summary>A client. It asks once: repeating is the caller's, see <see cref="ChatLimits"/>.</summary>
    /// <param name="limits">The time-outs.</param>
    /// <exception cref="AlignmentException">A key would go over a network unencrypted.</exception>
    public IChatClient CreateClient(ChatLimits limits)
    {
        if (Key.Length > 0 && Url.Scheme == Uri.UriSchemeHttp && !Url.IsLoopback)
            throw new AlignmentException($"The key would go to {Url.Host} unencrypted; give the model's address as https://, or give no key.");
        var options = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(Http),
            Endpoint = Root,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = limits.SilenceTimeout + TimeSpan.FromSeconds(5),
            UserAgentApplicationId = "unibind",
        };
        if (IsAzure && Key.Length > 0)
            options.AddPolicy(new AzureKeyPolicy(Key), PipelinePosition.PerCall);

        // The library insists on a key; an endpoint that wants none ignores it.
        return new OpenAIClient(new ApiKeyCredential(Key.Length > 0 ? Key : "none"), options).GetChatClient(Model).AsIChatClient();
    }

    /// <summary>The endpoint without its key, so that it cannot get into a log.</summary>
    public override string ToString() => $"{Model} at {Root}";

    /// <summary>Azure takes the key in a header of its own.</summary>
    private sealed class AzureKeyPolicy(string key) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("api-key", key);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("api-key", key);
            await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        }
    }
}
