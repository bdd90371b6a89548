using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli;

/// <summary>The encoder packs and the devices that run them: each is really opened, and runs its own test item.</summary>
internal static class EncoderChecks
{
    public static async IAsyncEnumerable<Finding> LookAsync(GridSettings settings)
    {
        yield return Providers();
        foreach (var folder in settings.Packs)
        {
            EncoderPack? pack = null;
            Finding found;
            try
            {
                pack = EncoderPack.Load(folder);
                found = Describe(pack);
            }
            catch (Exception e) when (e is PackException or IOException or UnauthorizedAccessException)
            {
                found = Finding.Bad("packs", folder, e.Message, "Put that right, or give another pack with --pack.");
            }
            yield return found;
            if (pack is not null)
                yield return await OpenAsync(pack, settings);
        }
    }

    private static Finding Providers()
    {
        try
        {
            return Finding.Good("devices", "providers", string.Join(", ", OrtEnv.Instance().GetAvailableProviders()));
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException or OnnxRuntimeException)
        {
            return Finding.Bad("devices", "providers", "ONNX Runtime does not load: " + e.GetBaseException().Message, "No encoder runs without it: build again for this system.");
        }
    }

    private static Finding Describe(EncoderPack pack)
    {
        var text = $"{pack.Version}, {string.Join(", ", pack.Encoders.Keys.Select(m => m.Name()))}; licence {pack.Licence.Name}";
        var bound = pack.Encoders.Values.Where(e => !e.Licence.CommercialUse).Select(e => e.Modality.Name()).ToArray();
        return bound.Length == 0
            ? Finding.Good("packs", pack.Name, text)
            : Finding.Note("packs", pack.Name, text, $"The licences of {string.Join(", ", bound)} allow no commercial use.");
    }

    /// <summary>The one exception whose words say how to get a device; what lies under it says only what ONNX Runtime lacks.</summary>
    private static ProviderUnavailableException? Unavailable(Exception? e) => e is null ? null : e as ProviderUnavailableException ?? Unavailable(e.InnerException);

    private static async Task<Finding> OpenAsync(EncoderPack pack, GridSettings settings)
    {
        var options = new EncoderHostOptions();
        EmbeddedGrids.Apply(options, settings);
        var start = Stopwatch.GetTimestamp();
        try
        {
            await using var host = new EncoderHost(pack, options, NullLoggerFactory.Instance);
            foreach (var modality in host.Modalities)
                await host.GetAsync(modality);
            if (!await host.CheckAsync())
                return Finding.Bad("devices", host.Device, $"An encoder of the pack '{pack.Name}' fails on its own test item.", "Run 'unibind pack verify' on the pack; if that passes on the CPU, the device or its driver is at fault.");
            var text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"runs the {host.Modalities.Count} encoders of '{pack.Name}', opened in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; {host.Numerics}");
            return host.Provider == settings.Provider
                ? Finding.Good("devices", host.Device, text)
                : Finding.Note("devices", host.Device, text, $"The CPU stands in for {settings.Provider}; without --allow-cpu-fallback the grid would refuse.");
        }
        catch (Exception e)
        {
            // Drivers and native libraries fail in ways of their own; whatever it is, it is what was asked for.
            return Finding.Bad("devices", settings.Provider, (Unavailable(e) ?? e.GetBaseException()).Message, "Without it no silo with this --provider and --pack starts.");
        }
    }
}
