using System.CommandLine;
using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cli;

/// <summary>The options that say which language model to ask. A key is never one of them: command lines can be seen by others.</summary>
internal sealed class ModelOptions
{
    private const string UrlVariable = "UNIBIND_LLM_URL";
    private const string ModelVariable = "UNIBIND_LLM_MODEL";
    private const string KeyVariable = "UNIBIND_LLM_KEY";
    private const int MaxKeyBytes = 16 << 10;

    private readonly Option<string?> _url = new Option<string?>("--url") { Description = "The address of the model: any that speaks OpenAI's protocol, Azure OpenAI, Ollama.", HelpName = "URL" }.FromEnvironment(UrlVariable);
    private readonly Option<string?> _model = new Option<string?>("--model") { Description = "The model's name (on Azure the deployment's).", HelpName = "NAME" }.FromEnvironment(ModelVariable);
    private readonly Option<string> _keyVariable = new("--key-env") { Description = "The environment variable that has the key.", HelpName = "NAME", DefaultValueFactory = _ => KeyVariable };
    private readonly Option<string?> _keyFile = new("--key-file") { Description = "A file that has the key, and nothing else.", HelpName = "FILE" };
    private readonly Option<int> _timeout = new Option<int>("--timeout") { Description = "The seconds without a piece of an answer after which a request is repeated.", HelpName = "N", DefaultValueFactory = _ => 60 }.Within(1, 3_600);
    private readonly Option<int> _attempts = new Option<int>("--attempts") { Description = "The most requests for one answer while the endpoint fails.", HelpName = "N", DefaultValueFactory = _ => 5 }.Within(1, 100);

    /// <summary>The questions that are open at the same time.</summary>
    public Option<int> Parallel { get; } = new Option<int>("--parallel") { Description = "The questions that are open at the same time.", HelpName = "N", DefaultValueFactory = _ => 4 }.Within(1, 64);

    public ModelOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _model, _keyVariable, _keyFile, Parallel, _timeout, _attempts })
            command.Add(option);
        return this;
    }

    /// <summary>The endpoint that the options, else the environment, name.</summary>
    /// <exception cref="GridException">It is not named, or the key's file cannot be read.</exception>
    public async Task<ChatEndpoint> EndpointAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var url = Named(parsed.GetValue(_url), UrlVariable, "--url");
        var model = Named(parsed.GetValue(_model), ModelVariable, "--model");
        return new ChatEndpoint(ChatEndpoint.ParseUrl(url), model, await KeyAsync(parsed, cancellationToken));
    }

    public ChatLimits Limits(ParseResult parsed) => new() { SilenceTimeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)), Attempts = parsed.GetValue(_attempts) };

    private static string Named(string? value, string variable, string option)
    {
        return string.IsNullOrWhiteSpace(value)
            ? throw new GridException($"No language model is named: give {option} or set {variable} (for example --url http://localhost:11434 --model llama3.1 for Ollama).")
            : value;
    }

    private async Task<string> KeyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_keyFile) is not { } file)
            return Environment.GetEnvironmentVariable(parsed.GetValue(_keyVariable)!)?.Trim() ?? "";
        var info = new FileInfo(file);
        if (!info.Exists || info.Length > MaxKeyBytes)
            throw new GridException($"The key's file '{file}' does not exist or is no file of a key.");
        return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }
}
