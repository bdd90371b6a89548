using System.Globalization;
using System.IO.Hashing;

namespace UniBind.Grid.Bench.Quality;

/// <summary>
/// The folds of each set. What must not be torn (a digit picture, whatever modality it is seen in, a source frame, a model) goes to a fold by the
/// hash of its name, the same one for all sets; speakers and official folds are folds by themselves.
/// </summary>
internal static class Folds
{
    private const int DigitFolds = 6; // as many as speakers, so that fold k is held out in all digit modalities at once
    private const int ObjectFolds = 5;

    public static int[] Of(LabSet set) => set.Name switch
    {
        "digits-audio" => Named([.. set.Items.Select(i => i.Unit)]),
        "esc10-audio" => [.. set.Items.Select(i => int.Parse(i.Unit.AsSpan(4), CultureInfo.InvariantCulture) - 1)],
        _ when set.Name.StartsWith("digits", StringComparison.Ordinal) => Hashed(set, DigitFolds),
        _ => Hashed(set, ObjectFolds),
    };

    /// <summary>A fixed number of a name.</summary>
    public static ulong Hash(string name) => XxHash64.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(name));

    private static int[] Hashed(LabSet set, int folds) => [.. set.Items.Select(i => (int)(Hash(i.Unit) % (ulong)folds))];

    private static int[] Named(string[] units)
    {
        var names = units.Distinct().Order(StringComparer.Ordinal).ToArray();
        return [.. units.Select(u => Array.IndexOf(names, u))];
    }
}
