using System.CommandLine;

namespace UniBind.Grid.Cli;

/// <summary>The option <c>--modality</c>.</summary>
internal static class ModalityOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--modality", "-m") { Description = description + " May be repeated.", AllowMultipleArgumentsPerToken = false };
        option.AcceptOnlyFromAmong([.. Modalities.All.Select(m => m.Name())]);
        return option;
    }

    public static Modality[] Read(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).Select(Parse).Distinct()];

    /// <summary>A modality by name.</summary>
    /// <exception cref="GridException">There is none of the name.</exception>
    public static Modality Parse(string name) => Modalities.TryParse(name, out var modality)
        ? modality
        : throw new GridException($"'{name}' is no modality; there are {string.Join(", ", Modalities.All.Select(m => m.Name()))}.");
}
