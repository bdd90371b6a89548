using Microsoft.Extensions.DependencyInjection;

namespace UniBind.Grid.Grains;

/// <summary>Registers what the training of heads needs on an encoder silo.</summary>
internal static class AlignHostingExtensions
{
    /// <summary>Adds the services behind <see cref="IAlignWorkerGrain"/>.</summary>
    public static void AddAlignWorker(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<AlignSiloOptions>();
        silo.Services.AddSingleton<AlignGroups>();
        silo.Services.AddSingleton<TrialData>();
        silo.Services.AddSingleton<ContrastiveTrials>();
        silo.Services.AddSingleton<ClosedFormTrials>();
        silo.Services.AddSingleton<LabelTrials>();
        silo.Services.AddSingleton<TrialRunner>();
    }
}
