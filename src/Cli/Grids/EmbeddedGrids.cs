using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>Turns a command's settings into an embedded grid's options.</summary>
internal static class EmbeddedGrids
{
    public static EmbeddedGridOptions Options(DataDirectory data, GridSettings settings) => new()
    {
        Data = data,
        Device = settings.Provider == "cpu" ? "cpu" : "cuda",
        HttpPort = settings.HttpPort,
        Http = settings.Http,
        LogLevel = settings.LogLevel,
        Encoder = options => Apply(options, settings),
        ConfigureEncoder = services => services.Configure<EncoderHostOptions>(host => Apply(host, settings)),
    };

    /// <summary>Sets the options of an encoder silo.</summary>
    public static void Apply(EncoderSiloOptions encoder, GridSettings settings)
    {
        foreach (var pack in settings.Packs)
            encoder.Packs.Add(pack);
        encoder.DecodeThreads = settings.DecodeThreads;
        foreach (var (modality, items) in settings.ShardItems)
            encoder.ShardItems[modality.Name()] = items;
    }

    /// <summary>Sets the device options of a host of encoders.</summary>
    public static void Apply(EncoderHostOptions host, GridSettings settings)
    {
        host.Provider = settings.Provider switch
        {
            "cuda" => EncoderProvider.Cuda,
            "tensorrt" => EncoderProvider.TensorRt,
            _ => EncoderProvider.Cpu,
        };
        host.AllowCpuFallback = settings.AllowCpuFallback;
        host.IntraOpThreads = settings.EncodeThreads;
    }
}
