namespace UniBind.Grid.Alignment.Tests.Knowledge;

/// <summary>Wrong descriptions put into a sound knowledge base, the same ones for one seed.</summary>
internal static class Injection
{
    private static readonly string[] Subjects =
        ["the treaty", "her grandmother", "the quarterly budget", "a distant galaxy", "the chess champion", "an unpaid invoice", "the third amendment", "my breakfast", "the violin teacher", "a new vaccine",
         "the election", "his favourite poem", "the stock market", "a lighthouse keeper", "the recipe", "the philosopher", "a software update", "the museum ticket", "an ancient empire", "the weather forecast"];

    private static readonly string[] Predicates =
        ["was signed in the spring after long talks", "tastes better with a pinch of salt", "will be discussed at the next meeting", "was described in a letter of 1843", "made everyone at the party laugh",
         "costs less than it did last year", "is still a mystery to scientists", "reminds me of a summer in Portugal", "was cancelled because of a strike", "needs two signatures and a stamp",
         "inspired three novels and an opera", "should be read before the exam", "rose by four percent in October", "is the topic of chapter seven", "cannot be explained by chance alone"];

    /// <summary>
    /// Replaces a share of each class's texts: half of them by texts of other classes of the base, half by sentences about something else. Replacing keeps the number of
    /// texts, so that nothing but their truth changes.
    /// </summary>
    /// <returns>The base, and which of its descriptions are wrong.</returns>
    public static (List<Description> Base, bool[] Wrong) Corrupt(IReadOnlyList<Description> sound, double share, int seed)
    {
        var random = new Random(seed);
        var result = sound.ToList();
        var wrong = new bool[sound.Count];
        foreach (var group in sound.Select((d, i) => (d.Class, Index: i)).GroupBy(p => p.Class))
        {
            var indices = group.Select(p => p.Index).ToArray();
            random.Shuffle(indices);
            var others = sound.Where(d => d.Class != group.Key).ToArray();
            var count = (int)Math.Round(share * indices.Length);
            for (var k = 0; k < count; k++)
            {
                var text = k % 2 == 0
                    ? others[random.Next(others.Length)].Text
                    : $"{Subjects[random.Next(Subjects.Length)]} {Predicates[random.Next(Predicates.Length)]}";
                result[indices[k]] = sound[indices[k]] with { Text = text, State = DescriptionState.Proposed };
                wrong[indices[k]] = true;
            }
        }

        // Proposed, all of them: an approval would be trusted.
        return ([.. result.Select(d => d with { State = DescriptionState.Proposed })], wrong);
    }
}
