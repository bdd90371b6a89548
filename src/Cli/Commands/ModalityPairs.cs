namespace UniBind.Grid.Cli;

/// <summary>Values of options of the form <c>MODALITY=VALUE</c>.</summary>
internal static class ModalityPairs
{
    /// <summary>The values by modality.</summary>
    /// <exception cref="GridException">An entry is not of the form, names no modality, or one that another entry names already.</exception>
    public static IReadOnlyDictionary<Modality, string> Parse(string option, string value, IEnumerable<string> entries)
    {
        var pairs = new Dictionary<Modality, string>();
        foreach (var entry in entries)
        {
            var at = entry.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == entry.Length - 1)
                throw new GridException($"{option} takes MODALITY={value}, for example image={value}, and not '{entry}'.");
            var modality = ModalityOption.Parse(entry[..at]);
            if (!pairs.TryAdd(modality, entry[(at + 1)..]))
                throw new GridException($"{option} names {modality.Name()} twice.");
        }
        return pairs;
    }
}
