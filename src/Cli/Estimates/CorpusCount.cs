using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Cli;

/// <summary>A count of a corpus by modality, with a few items of each kept for measuring.</summary>
internal sealed class CorpusCount
{
    private const int Kept = 8;
    private readonly SortedDictionary<Modality, Entry> _entries = [];

    /// <summary>The modalities that were found.</summary>
    public IReadOnlyDictionary<Modality, Entry> Entries => _entries;

    /// <summary>Items that will be dead letters, as far as a look at their first bytes tells.</summary>
    public long Problems { get; private set; }

    /// <summary>Items that the job's filter leaves out.</summary>
    public long Filtered { get; private set; }

    /// <summary>Lists a corpus and looks at the first bytes of each item.</summary>
    public static async Task<CorpusCount> OfAsync(ICorpusSource source, JobSpec spec, CancellationToken cancellationToken)
    {
        var count = new CorpusCount();
        var left = spec.Limit ?? long.MaxValue;
        await foreach (var listed in source.ListAsync(cancellationToken))
        {
            if (left-- == 0)
                break;
            if (listed.Item is { } item)
                count.Add(source, item, spec.Modalities);
            else
                count.Problems++;
        }
        return count;
    }

    private void Add(ICorpusSource source, CorpusItem item, Modality[] wanted)
    {
        try
        {
            using var content = source.Open(item);
            var kind = MediaSniffer.Detect(content, item.Modality);
            if (wanted.Length > 0 && !wanted.Contains(kind.Modality))
            {
                Filtered++;
                return;
            }
            if (!_entries.TryGetValue(kind.Modality, out var entry))
                _entries[kind.Modality] = entry = new Entry();
            entry.Add(item, kind.Format);
        }
        catch (ItemException)
        {
            Problems++;
        }
    }

    /// <summary>What was found of one modality.</summary>
    internal sealed class Entry
    {
        private readonly List<(CorpusItem Item, MediaFormat Format)> _samples = [];

        public long Items { get; private set; }

        public long Bytes { get; private set; }

        public IReadOnlyList<(CorpusItem Item, MediaFormat Format)> Samples => _samples;

        public void Add(CorpusItem item, MediaFormat format)
        {
            Items++;
            Bytes += item.Bytes;
            // The 1st, 2nd, 4th, 8th ... item: spread over the corpus without knowing its size.
            if ((Items & (Items - 1)) != 0)
                return;
            if (_samples.Count == Kept)
                _samples.RemoveAt(0);
            _samples.Add((item, format));
        }
    }
}
