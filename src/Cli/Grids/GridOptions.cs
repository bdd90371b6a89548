using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>The options of every command that needs a grid.</summary>
internal sealed class GridOptions
{
    private const int MaxThreads = 1024;
    private const int MaxShardItems = 65_536;

    private readonly Option<string> _data = new("--data")
    {
        Description = "The grid's data directory: job list and state.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataDirectory.DefaultPath,
    };

    private readonly Option<string[]> _packs = new("--pack")
    {
        Description = "An encoder pack: 'classic' or a folder with a pack.json. May be repeated by serve.",
        HelpName = "PACK",
        DefaultValueFactory = _ => [PackFolders.Classic],
    };

    private readonly Option<string> _provider = new("--provider")
    {
        Description = "The execution provider of the encoders.",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<bool> _fallback = new("--allow-cpu-fallback")
    {
        Description = "Run on the CPU when the provider is not there, instead of refusing.",
    };

    private readonly Option<int> _decodeThreads = new("--decode-threads")
    {
        Description = "Threads that read and decode; 0 for one a processor.",
        HelpName = "N",
    };

    private readonly Option<int> _encodeThreads = new("--encode-threads")
    {
        Description = "Threads inside an encoder; 0 for one a processor.",
        HelpName = "N",
    };

    private readonly Option<string[]> _shardItems = new("--shard-items")
    {
        Description = "Items in a shard of a modality, as image=100; may be repeated. A shard takes seconds by default.",
        HelpName = "MODALITY=N",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Log what the grid does, to standard error.",
    };

    private readonly ClusterOptions _cluster;

    private GridOptions(Command command)
    {
        _provider.AcceptOnlyFromAmong("cpu", "cuda", "tensorrt");
        _decodeThreads.Within(0, MaxThreads);
        _encodeThreads.Within(0, MaxThreads);
        Option[] all = [_data, _packs, _provider, _fallback, _decodeThreads, _encodeThreads, _shardItems, _verbose];
        foreach (var option in all)
            command.Add(option.FromEnvironment(option == _data ? DataDirectory.Variable : null));
        _shardItems.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => ParseShardItems(t.Value) is null) is { } wrong)
                result.AddError($"'{wrong.Value}' is no size of shards; give a modality and a number, as image=100.");
        });
        _cluster = ClusterOptions.AddTo(command);
    }

    /// <summary>Adds the options to a command.</summary>
    public static GridOptions AddTo(Command command) => new(command);

    /// <summary>Reads them from a command line.</summary>
    public GridSettings Read(ParseResult parsed)
    {
        var data = Path.GetFullPath(parsed.GetRequiredValue(_data));
        var (cluster, spaces) = _cluster.Read(parsed, data);
        return new()
        {
            Data = data,
            Cluster = cluster,
            Spaces = spaces,
            Packs = [.. parsed.GetRequiredValue(_packs).Select(PackFolders.Find)],
            Provider = parsed.GetRequiredValue(_provider),
            AllowCpuFallback = parsed.GetValue(_fallback),
            DecodeThreads = parsed.GetValue(_decodeThreads),
            EncodeThreads = parsed.GetValue(_encodeThreads),
            ShardItems = [.. (parsed.GetValue(_shardItems) ?? []).Select(text => ParseShardItems(text)!.Value)],
            LogLevel = parsed.GetValue(_verbose) ? LogLevel.Information : LogLevel.Critical,
        };
    }

    private static (Modality Modality, int Items)? ParseShardItems(string text) =>
        text.Split('=') is [var name, var number] && Modalities.TryParse(name, out var modality)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var items) && items is > 0 and <= MaxShardItems
            ? (modality, items)
            : null;
}
