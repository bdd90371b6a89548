namespace UniBind.Grid.Grains;

/// <summary>What a coordinator knows of the encoder silos.</summary>
internal interface IEncoderSilos
{
    /// <summary>The addresses of the active encoder silos, in their parsable form, sorted.</summary>
    Task<IReadOnlyList<string>> ListAsync();

    /// <summary>The worker of an encoder silo.</summary>
    IWorkerGrain Worker(string silo);

    /// <summary>What an encoder silo offers, or null while it joins or leaves.</summary>
    Task<WorkerInfo?> TryDescribeAsync(string silo);

    /// <summary>Tells at once of silos that leave, as membership sees it, until disposed.</summary>
    /// <param name="changed">Given the silo, and whether it is gone (true) or about to go; called on any thread.</param>
    IDisposable Watch(Action<string, bool> changed);
}
